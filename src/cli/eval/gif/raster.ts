import skia from 'canvaskit-wasm'
import type { Canvas, PictureSize } from '../../../envs/index.ts'

/** A picture in memory to draw on, by Skia. */
export interface Raster {
  readonly canvas: Canvas
  /** Red, green, blue, opacity of each pixel, row by row. */
  pixels(): Uint8ClampedArray
  /** Gives its memory back. */
  close(): void
}

export async function createRaster({ width, height }: PictureSize): Promise<Raster> {
  const { MakeCanvas } = await skia.default()
  const picture = MakeCanvas(width, height)
  const canvas = picture.getContext('2d')!
  return {
    canvas,
    pixels: () => canvas.getImageData(0, 0, width, height).data,
    close: () => picture.dispose(),
  }
}
