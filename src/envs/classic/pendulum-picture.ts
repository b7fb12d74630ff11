import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { inWorld } from '../drawing/in-world.ts'
import { background, disc, rod } from '../drawing/shapes.ts'

/** The rod of 1 m, the circle that its end runs on, and where it is to be held; `theta` in rad, 0 is up, left is positive. */
export function drawPendulum(canvas: Canvas, size: PictureSize, theta: number): void {
  background(canvas, size)
  inWorld(canvas, size, { left: -1.3, right: 1.3, bottom: -1.3, top: 1.3 }, () => {
    canvas.strokeStyle = colours.ground
    canvas.lineWidth = 0.03
    canvas.beginPath()
    canvas.arc(0, 0, 1, 0, 2 * Math.PI)
    canvas.stroke()
    disc(canvas, [0, 1], 0.05, colours.green)
    rod(
      canvas,
      [
        [0, 0],
        [-Math.sin(theta), Math.cos(theta)],
      ],
      0.16,
      colours.orange,
    )
    disc(canvas, [0, 0], 0.055, colours.ink)
  })
}
