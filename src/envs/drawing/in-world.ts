import type { Canvas, PictureSize } from './canvas.ts'

export interface Bounds {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

/**
 * Draws in the world's own lengths, y upwards. The part of the world that must be seen is made as large as the picture allows, in
 * its middle; `draw` is told what can be seen in all.
 */
export function inWorld(
  canvas: Canvas,
  { width, height }: PictureSize,
  { left, right, bottom, top }: Bounds,
  draw: (seen: Bounds) => void,
): void {
  const scale = Math.min(width / (right - left), height / (top - bottom))
  const [x, y] = [(left + right) / 2, (bottom + top) / 2]
  const [halfWidth, halfHeight] = [width / scale / 2, height / scale / 2]
  canvas.save()
  canvas.translate(width / 2, height / 2)
  canvas.scale(scale, -scale)
  canvas.translate(-x, -y)
  draw({ left: x - halfWidth, right: x + halfWidth, bottom: y - halfHeight, top: y + halfHeight })
  canvas.restore()
}
