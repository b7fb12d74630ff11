import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { inWorld } from '../drawing/in-world.ts'
import { background, disc, type Point, rod } from '../drawing/shapes.ts'

const GOAL = 1 // m above the fixed joint
const WIDTH = 0.16 // m

/** Both links of 1 m and the line that the free end is to pass; angles in rad, 0 hangs down, the second relative to the first. */
export function drawAcrobot(canvas: Canvas, size: PictureSize, theta1: number, theta2: number): void {
  background(canvas, size)
  inWorld(canvas, size, { left: -2.2, right: 2.2, bottom: -2.2, top: 2.2 }, ({ left, right }) => {
    rod(
      canvas,
      [
        [left, GOAL],
        [right, GOAL],
      ],
      0.03,
      colours.green,
    )
    const elbow: Point = [Math.sin(theta1), -Math.cos(theta1)]
    const end: Point = [elbow[0] + Math.sin(theta1 + theta2), elbow[1] - Math.cos(theta1 + theta2)]
    rod(canvas, [[0, 0], elbow], WIDTH, colours.blue)
    rod(canvas, [elbow, end], WIDTH, colours.orange)
    for (const joint of [[0, 0], elbow] as const) disc(canvas, joint, WIDTH / 3, colours.ink)
  })
}
