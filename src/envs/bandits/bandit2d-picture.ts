import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { actionColour, colours, mix } from '../drawing/colours.ts'
import { background, disc } from '../drawing/shapes.ts'

const CELLS = 41 // along each side
const SIDE = 0.9 // of the picture's shorter side

/** The context square, x₀ to the right and x₁ up: the colour is that of the best action, the stronger the more it is worth. */
export function drawBandit2D(
  canvas: Canvas,
  size: PictureSize,
  context: ArrayLike<number>,
  expectedRewards: (context: readonly [number, number]) => Float64Array,
): void {
  background(canvas, size)
  const side = SIDE * Math.min(size.width, size.height)
  const left = (size.width - side) / 2
  const top = (size.height - side) / 2
  const edge = (start: number, cell: number) => Math.round(start + (side * cell) / CELLS)
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const rewards = expectedRewards([(2 * column + 1) / CELLS - 1, 1 - (2 * row + 1) / CELLS])
      const value = Math.max(...rewards)
      canvas.fillStyle = mix('#ffffff', actionColour(rewards.indexOf(value)), 0.2 + 0.8 * Math.min(value, 1))
      const [x, y] = [edge(left, column), edge(top, row)]
      canvas.fillRect(x, y, edge(left, column + 1) - x, edge(top, row + 1) - y)
    }
  }
  const present = [left + (side * (1 + context[0])) / 2, top + (side * (1 - context[1])) / 2] as const
  disc(canvas, present, side / 36, colours.ink)
  disc(canvas, present, side / 60, '#ffffff')
}
