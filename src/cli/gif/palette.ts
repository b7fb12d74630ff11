import { createRequire } from 'node:module'

// Its ES module isn't marked as one, so that Node would read it as CommonJS.
const { quantize }: typeof import('gifenc') = createRequire(import.meta.url)('gifenc')

const EXACT = 128 // colours that are taken as they are; as many again stand for all others

/** Some colours, and which of them is nearest to another. */
export class Palette {
  /** Red, green, blue, 0 … 255 each; at most 255 of them. */
  readonly colours: readonly number[][]
  /** By colour, as one number: the index of the nearest one here. */
  readonly #indices = new Map<number, number>()

  /** Made for a picture: its most frequent colours, so that areas of one colour stay what they are, and a mixture of all. */
  constructor(pixels: Uint8ClampedArray) {
    this.colours = [...mostFrequent(pixels), ...quantize(pixels, EXACT - 1)]
  }

  /**
   * The index of the nearest colour for each pixel, undefined if that is too far away for one.
   *
   * @param limit the greatest distance in red, green, blue.
   */
  indicesFor(pixels: Uint8ClampedArray, limit: number): Uint8Array | undefined {
    const indices = new Uint8Array(pixels.length / 4)
    let last = -1
    for (let i = 0; i < indices.length; i++) {
      const colour = colourAt(pixels, i)
      if (colour === last) {
        indices[i] = indices[i - 1]
        continue
      }
      const index = this.#nearest(colour, limit)
      if (index === undefined) return undefined
      indices[i] = index
      last = colour
    }
    return indices
  }

  #nearest(colour: number, limit: number): number | undefined {
    const known = this.#indices.get(colour)
    if (known !== undefined) return known
    const [red, green, blue] = parts(colour)
    const distances = this.colours.map(([r, g, b]) => Math.hypot(r - red, g - green, b - blue))
    const least = Math.min(...distances)
    if (least > limit) return undefined
    const index = distances.indexOf(least)
    this.#indices.set(colour, index)
    return index
  }
}

function mostFrequent(pixels: Uint8ClampedArray): number[][] {
  const counts = new Map<number, number>()
  for (let i = 0; i < pixels.length / 4; i++) {
    const colour = colourAt(pixels, i)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, EXACT)
    .map(([colour]) => parts(colour))
}

const colourAt = (pixels: Uint8ClampedArray, i: number) =>
  (pixels[4 * i] << 16) | (pixels[4 * i + 1] << 8) | pixels[4 * i + 2]

const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255]
