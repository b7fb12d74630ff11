import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { background } from '../drawing/shapes.ts'
import { SIZE } from './board.ts'

const AROUND = '#0e151d'
const EMPTY = '#1b2632'
const DIM = '#46566a'

/** For each game, its channels and their colours; what comes later covers what comes before. */
const COLOURS: Readonly<Record<string, readonly (readonly [channel: number, colour: string])[]>> = {
  Asterix: [
    [2, DIM],
    [3, '#f2c53d'],
    [1, '#e5484d'],
    [0, '#4fd08a'],
  ],
  Breakout: [
    [2, '#6e6230'],
    [3, '#e3803a'],
    [0, '#e8eef5'],
    [1, '#f7de5c'],
  ],
  // A car's trail is the brighter, the faster it is.
  Freeway: [
    [6, '#372c36'],
    [5, '#4d323b'],
    [4, '#653841'],
    [3, '#7f3f47'],
    [2, '#a1474e'],
    [1, '#e5484d'],
    [0, '#f7de5c'],
  ],
  Seaquest: [
    [3, DIM],
    [7, '#58a6e8'],
    [8, '#c58af0'],
    [9, '#d9b2f7'],
    [5, '#3fb6a8'],
    [6, '#e5484d'],
    [4, '#ff9aa0'],
    [1, '#b4952e'],
    [2, '#ffffff'],
    [0, '#f7de5c'],
  ],
  SpaceInvaders: [
    [1, '#b98af0'],
    [2, '#a877e6'],
    [3, '#c79cf7'],
    [5, '#ff7d84'],
    [4, '#ffffff'],
    [0, '#4fd08a'],
  ],
}

/** The board of a game, as an observation [10 × 10 × channels] has it. */
export function drawBoard(
  canvas: Canvas,
  size: PictureSize,
  game: string,
  observation: Float32Array,
  channels: number,
): void {
  background(canvas, size, AROUND)
  const side = Math.max(1, Math.floor(Math.min(size.width, size.height) / (SIZE + 0.5)))
  const left = Math.floor((size.width - SIZE * side) / 2)
  const top = Math.floor((size.height - SIZE * side) / 2)
  const gap = side > 8 ? 1 : 0
  for (let cell = 0; cell < SIZE * SIZE; cell++) {
    const x = left + side * (cell % SIZE)
    const y = top + side * Math.floor(cell / SIZE)
    const here = COLOURS[game].findLast(([channel]) => observation[cell * channels + channel] === 1)
    canvas.fillStyle = here?.[1] ?? EMPTY
    canvas.fillRect(x, y, side - gap, side - gap)
  }
}
