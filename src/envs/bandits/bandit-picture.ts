import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { actionColour, colours } from '../drawing/colours.ts'
import { background, rod } from '../drawing/shapes.ts'

const MARGIN = 0.1 // of the picture's sides
const BAR = 0.7 // of a bar's share of the width

/** A bar for each arm's expected reward, from 0, and a line over one standard deviation of the noise to either side of it. */
export function drawBandit(canvas: Canvas, size: PictureSize, means: ArrayLike<number>, noise: number): void {
  background(canvas, size)
  const { width, height } = size
  const values = Array.from(means)
  const low = Math.min(0, ...values.map((mean) => mean - noise))
  const high = Math.max(0, ...values.map((mean) => mean + noise))
  const share = ((1 - 2 * MARGIN) * width) / values.length
  const y = (reward: number) =>
    height * (1 - MARGIN - (1 - 2 * MARGIN) * ((reward - low) / (high - low || 1)))
  values.forEach((mean, arm) => {
    const centre = MARGIN * width + (arm + 0.5) * share
    canvas.fillStyle = actionColour(arm)
    canvas.fillRect(centre - (BAR * share) / 2, y(mean), BAR * share, y(0) - y(mean))
    if (noise > 0) {
      const whisker = [
        [centre, y(mean - noise)],
        [centre, y(mean + noise)],
      ] as const
      rod(canvas, whisker, Math.min(3, share / 4), colours.ink)
    }
  })
  rod(
    canvas,
    [
      [MARGIN * width, y(0)],
      [(1 - MARGIN) * width, y(0)],
    ],
    2,
    colours.line,
  )
}
