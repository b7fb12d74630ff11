import skia from 'canvaskit-wasm'
import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../../random/index.ts'
import { Animation } from './animation.ts'

const size = { width: 40, height: 30 }
const kit = await skia.default()

/** A picture with the colour of each pixel. */
function picture(colourOf: (x: number, y: number) => readonly number[]): Uint8ClampedArray {
  const pixels = Array.from({ length: size.width * size.height }, (_, i) => [
    ...colourOf(i % size.width, Math.floor(i / size.width)),
    255,
  ])
  return Uint8ClampedArray.from(pixels.flat())
}

/** The pictures in a GIF and the milliseconds that each is shown for, as Skia reads it. */
function decoded(file: Uint8Array): { pixels: Uint8Array; duration: number }[] {
  const animation = kit.MakeAnimatedImageFromEncoded(file)!
  const { ColorType, AlphaType, ColorSpace } = kit
  const info = {
    ...{ ...size, colorType: ColorType.RGBA_8888, alphaType: AlphaType.Unpremul },
    colorSpace: ColorSpace.SRGB,
  }
  return Array.from({ length: animation.getFrameCount() }, () => {
    const pixels = animation.makeImageAtCurrentFrame()!.readPixels(0, 0, info) as Uint8Array
    const duration = animation.currentFrameDuration()
    animation.decodeNextFrame()
    return { pixels, duration }
  })
}

/** The greatest difference of two pictures in any colour of any pixel. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])))

describe('a GIF', () => {
  const square = (left: number) =>
    picture((x, y) => (x >= left && x < left + 8 && y > 10 && y < 20 ? [230, 120, 40] : [240, 244, 248]))

  test('holds the pictures, each until the next one', () => {
    const pictures = [square(2), square(4), square(30)]
    const animation = new Animation(size)
    pictures.forEach((pixels, i) => {
      animation.add(pixels, i / 30)
    })
    const frames = decoded(animation.finish(1))
    expect(frames.map(({ duration }) => duration)).toEqual([30, 40, 930])
    for (const [i, { pixels }] of frames.entries()) expect(difference(pixels, pictures[i])).toBe(0)
  })

  test('holds equal pictures once', () => {
    const animation = new Animation(size)
    for (let i = 0; i < 4; i++) animation.add(square(i < 3 ? 5 : 6), i / 10)
    expect(animation.pictures).toBe(2)
    expect(decoded(animation.finish(0.5)).map(({ duration }) => duration)).toEqual([300, 200])
  })

  test('takes up colours that come later, and more than there is room for', () => {
    const random = Pcg64.fromSeed(1)
    const gradient = picture((x, y) => [6 * x, 8 * y, 100])
    const pictures = [
      square(2),
      picture(() => [10, 200, 90]),
      gradient,
      picture(() => Array.from({ length: 3 }, () => 128 + Math.floor(100 * random.random()))),
      square(9),
    ]
    const animation = new Animation(size)
    pictures.forEach((pixels, i) => {
      animation.add(pixels, i / 10)
    })
    const frames = decoded(animation.finish(1))
    expect(frames).toHaveLength(pictures.length)
    for (const [i, { pixels }] of frames.entries()) expect(difference(pixels, pictures[i])).toBeLessThan(24)
    for (const i of [0, 1, 4]) expect(difference(frames[i].pixels, pictures[i])).toBe(0)
  })

  test('never hurries faster than browsers can follow', () => {
    const animation = new Animation(size)
    for (let i = 0; i < 3; i++) animation.add(square(i), i / 1000)
    expect(decoded(animation.finish(0.003)).map(({ duration }) => duration)).toEqual([20, 20, 20])
  })
})
