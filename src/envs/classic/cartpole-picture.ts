import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { inWorld } from '../drawing/in-world.ts'
import { background, disc, polygon, rod } from '../drawing/shapes.ts'

const CART_WIDTH = 0.56 // m, like all that follows
const CART_HEIGHT = 0.28
const WHEEL = 0.1
const HINGE = WHEEL + CART_HEIGHT

/** The cart on its rail, with the marks beyond which the episode ends. */
export function drawCartPole(
  canvas: Canvas,
  size: PictureSize,
  { x, theta, poleLength, xLimit }: { x: number; theta: number; poleLength: number; xLimit: number },
): void {
  background(canvas, size)
  const box = { left: -1.15 * xLimit, right: 1.15 * xLimit, bottom: -0.5, top: 1.9 }
  inWorld(canvas, size, box, ({ left, right, bottom }) => {
    canvas.fillStyle = colours.ground
    canvas.fillRect(left, bottom, right - left, -bottom)
    rod(
      canvas,
      [
        [left, 0],
        [right, 0],
      ],
      0.03,
      colours.line,
    )
    for (const mark of [-xLimit, xLimit])
      rod(
        canvas,
        [
          [mark, -0.12],
          [mark, 0.12],
        ],
        0.04,
        colours.red,
      )
    for (const side of [-0.3, 0.3]) disc(canvas, [x + side * CART_WIDTH, WHEEL], WHEEL, colours.ink)
    const half = CART_WIDTH / 2
    polygon(
      canvas,
      [
        [x - half, WHEEL],
        [x + half, WHEEL],
        [x + half, HINGE],
        [x - half, HINGE],
      ],
      colours.blue,
    )
    const tip = [x + poleLength * Math.sin(theta), HINGE + poleLength * Math.cos(theta)] as const
    rod(canvas, [[x, HINGE], tip], 0.1, colours.orange)
    disc(canvas, [x, HINGE], 0.04, colours.ink)
  })
}
