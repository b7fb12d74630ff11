import type { Canvas, PictureSize } from './canvas.ts'
import { colours } from './colours.ts'

export type Point = readonly [x: number, y: number]

/** Fills the whole picture, whatever was there. */
export function background(
  canvas: Canvas,
  { width, height }: PictureSize,
  colour: string = colours.paper,
): void {
  canvas.fillStyle = colour
  canvas.fillRect(0, 0, width, height)
}

export function disc(canvas: Canvas, [x, y]: Point, radius: number, colour: string): void {
  canvas.fillStyle = colour
  canvas.beginPath()
  canvas.arc(x, y, radius, 0, 2 * Math.PI)
  canvas.fill()
}

/** A line with round ends, through all the points. */
export function rod(canvas: Canvas, points: readonly Point[], width: number, colour: string): void {
  canvas.strokeStyle = colour
  canvas.lineWidth = width
  canvas.lineCap = 'round'
  canvas.lineJoin = 'round'
  canvas.beginPath()
  trace(canvas, points)
  canvas.stroke()
}

export function polygon(canvas: Canvas, points: readonly Point[], colour: string): void {
  canvas.fillStyle = colour
  canvas.beginPath()
  trace(canvas, points)
  canvas.closePath()
  canvas.fill()
}

/** Adds the points to the path. */
export function trace(canvas: Canvas, [first, ...rest]: readonly Point[]): void {
  canvas.moveTo(...first)
  for (const point of rest) canvas.lineTo(...point)
}
