/** The context square, each cell in the mixture of the actions' colours that the policy plays there. */
import { useCallback } from 'preact/hooks'
import { Bandit2D } from '../../../src/envs/bandits/bandit2d.ts'
import { gridContexts } from '../../../src/envs/bandits/grid.ts'
import { actionColour } from '../../../src/envs/drawing/colours.ts'
import { contour, type Segment } from '../../ui/contour.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { SIDE } from './race-messages.ts'

export const ACTIONS = 5

const colours = Array.from({ length: ACTIONS }, (_, action) => {
  const hex = actionColour(action)
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
})

/** Cells along a side of the optimum, which has edges. */
const SHARP = 161

/** The best action of each cell. */
const best = bestActions()

/** The optimal policy as probabilities, [SHARP² × A]. */
export const optimum = Float64Array.from({ length: SHARP * SHARP * ACTIONS }, (_, i) =>
  best[Math.floor(i / ACTIONS)] === i % ACTIONS ? 1 : 0,
)

/** The policy that knows nothing. */
export const uniform = new Float64Array(SIDE * SIDE * ACTIONS).fill(1 / ACTIONS)

function bestActions(): Uint8Array {
  const bandit = new Bandit2D({ actions: ACTIONS })
  const contexts = gridContexts(SHARP)
  return Uint8Array.from({ length: SHARP * SHARP }, (_, cell) => {
    const rewards = bandit.expectedRewards(contexts.subarray(2 * cell, 2 * cell + 2))
    return rewards.indexOf(Math.max(...rewards))
  })
}

interface SquareProps {
  readonly label: string
  /** Over the cells of a square grid of any side n, [n² × A]. */
  readonly probabilities: Float64Array
}

export function Square({ label, probabilities }: SquareProps) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const side = Math.sqrt(probabilities.length / ACTIONS)
      const canvas = new OffscreenCanvas(side, side)
      canvas.getContext('2d')?.putImageData(mixture(probabilities, side), 0, 0)
      context.imageSmoothingEnabled = false
      context.drawImage(canvas, 0, 0, width, height)
      borders(context, width)
    },
    [probabilities],
  )
  return <Drawing label={label} aspect={1} draw={draw} class="square" />
}

function mixture(probabilities: Float64Array, side: number): ImageData {
  const image = new ImageData(side, side)
  for (let cell = 0; cell < side * side; cell++) {
    const pixel = pixelOf(cell, side)
    for (let channel = 0; channel < 3; channel++) {
      let mixed = 0
      for (let action = 0; action < ACTIONS; action++)
        mixed += probabilities[cell * ACTIONS + action] * colours[action][channel]
      image.data[4 * pixel + channel] = mixed
    }
    image.data[4 * pixel + 3] = 255
  }
  return image
}

/** Cells run through x₁ first, upwards, then through x₀; pixels through x₀ first, from the top down. */
const pixelOf = (cell: number, side: number) => (side - 1 - (cell % side)) * side + Math.floor(cell / side)

/** Steps of the grid on which the borders are found. */
const FINE = 121

/** Where each narrow action begins to be better than all others, in units of the square. */
const borderLines = Array.from({ length: ACTIONS - 1 }, (_, i) => borderOf(i + 1)).flat()

function borderOf(action: number): Segment[] {
  const bandit = new Bandit2D({ actions: ACTIONS })
  const field = Float64Array.from({ length: FINE * FINE }, (_, i) => {
    const [column, row] = [i % FINE, Math.floor(i / FINE)]
    const rewards = bandit.expectedRewards([(2 * column) / (FINE - 1) - 1, 1 - (2 * row) / (FINE - 1)])
    return rewards[action] - Math.max(...rewards.filter((_, other) => other !== action))
  })
  return contour(field, FINE, 0).map(
    (segment) => segment.map((end) => end / (FINE - 1)) as unknown as Segment,
  )
}

function borders(context: CanvasRenderingContext2D, size: number): void {
  context.strokeStyle = '#ffffff'
  context.lineWidth = 1.5
  context.lineCap = 'round'
  context.beginPath()
  for (const [x0, y0, x1, y1] of borderLines) {
    context.moveTo(x0 * size, y0 * size)
    context.lineTo(x1 * size, y1 * size)
  }
  context.stroke()
}
