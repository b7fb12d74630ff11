import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { background, disc } from '../drawing/shapes.ts'

const MARGIN = 0.05 // of the picture's sides

/** A cell of a grid, from the upper left. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** Square cells, each in a colour of its own, and a disc where the agent is. */
export function drawGrid(
  canvas: Canvas,
  size: PictureSize,
  { rows, columns }: { rows: number; columns: number },
  colourOf: (cell: Cell) => string,
  agent: Cell,
): void {
  background(canvas, size)
  const { width, height } = size
  const side = Math.max(1, Math.floor((1 - 2 * MARGIN) * Math.min(width / columns, height / rows)))
  const left = Math.floor((width - columns * side) / 2)
  const top = Math.floor((height - rows * side) / 2)
  const gap = side > 8 ? 1 : 0
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      canvas.fillStyle = colourOf({ row, column })
      canvas.fillRect(left + column * side, top + row * side, side - gap, side - gap)
    }
  }
  const centre = [left + (agent.column + 0.5) * side, top + (agent.row + 0.5) * side] as const
  disc(canvas, centre, 0.38 * side, colours.ink)
  disc(canvas, centre, 0.3 * side, colours.orange)
}
