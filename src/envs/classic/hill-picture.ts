import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import { colours } from '../drawing/colours.ts'
import { inWorld } from '../drawing/in-world.ts'
import { background, disc, type Point, polygon, rod } from '../drawing/shapes.ts'
import { MAX_POSITION, MIN_POSITION } from './hill.ts'

const AMPLITUDE = 0.4 // track units, like all that follows
const WHEEL = 0.028
const CAR_LENGTH = 0.16
const FLAG = 0.2

/** The car on the hill, the wall behind it and the flag at the goal, all in track units. */
export function drawHill(canvas: Canvas, size: PictureSize, position: number, goal: number): void {
  background(canvas, size)
  const box = { left: MIN_POSITION - 0.1, right: MAX_POSITION + 0.1, bottom: -0.6, top: 0.75 }
  inWorld(canvas, size, box, ({ left, right, bottom, top }) => {
    const curve = Array.from({ length: 101 }, (_, i): Point => {
      const x = left + ((right - left) * i) / 100
      return [x, heightAt(x)]
    })
    polygon(canvas, [[left, bottom], ...curve, [right, bottom]], colours.ground)
    rod(canvas, curve, 0.012, colours.line)
    canvas.fillStyle = colours.line
    canvas.fillRect(left, bottom, MIN_POSITION - WHEEL - left, top - bottom)
    drawFlag(canvas, goal)
    drawCar(canvas, position)
  })
}

const heightAt = (x: number) => AMPLITUDE * Math.sin(3 * x)

function drawFlag(canvas: Canvas, x: number): void {
  const foot = heightAt(x)
  const top = foot + FLAG
  polygon(
    canvas,
    [
      [x, top],
      [x + 0.1, top - 0.035],
      [x, top - 0.07],
    ],
    colours.green,
  )
  rod(
    canvas,
    [
      [x, foot],
      [x, top],
    ],
    0.012,
    colours.ink,
  )
}

function drawCar(canvas: Canvas, x: number): void {
  canvas.save()
  canvas.translate(x, heightAt(x))
  canvas.rotate(Math.atan(3 * AMPLITUDE * Math.cos(3 * x)))
  const half = CAR_LENGTH / 2
  rod(
    canvas,
    [
      [-half / 2, 2.6 * WHEEL],
      [half / 3, 2.6 * WHEEL],
    ],
    2 * WHEEL,
    colours.orange,
  )
  rod(
    canvas,
    [
      [-half, 1.5 * WHEEL],
      [half, 1.5 * WHEEL],
    ],
    1.6 * WHEEL,
    colours.orange,
  )
  for (const side of [-0.6, 0.6]) disc(canvas, [side * half, WHEEL], WHEEL, colours.ink)
  canvas.restore()
}
