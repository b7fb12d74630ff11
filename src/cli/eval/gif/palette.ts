import { createRequire } from 'node:module'

// Its ES module isn't marked as one, so that Node would read it as CommonJS.
const { quantize }: typeof import('gifenc') = createRequire(import.meta.url)('gifenc')

const EXACT = 128 // colours that are taken as they are; as many again stand for all others

// Distances in red, green, blue, as of the corners of a cube of 255.
const FAR = 72 // more than the edge of one area towards another needs
const MEAN = 0.25 // over a picture: areas have their own colours, edges may lack them

/** A picture as indices of colours, and how far these are from its own. */
interface Match {
  readonly indices: Uint8Array
  /** Whether the difference can't be seen. */
  readonly isClose: boolean
}

/** Some colours, and which of them is nearest to another. */
export class Palette {
  /** Red, green, blue, 0 … 255 each; at most 255 of them. */
  readonly colours: readonly number[][]
  /** By colour, as one number: the index of the nearest one here, and the distance to that. */
  readonly #nearest = new Map<number, readonly [index: number, distance: number]>()

  /** Made for a picture: its most frequent colours, so that areas of one colour stay what they are, and a mixture of all. */
  constructor(pixels: Uint8ClampedArray) {
    this.colours = [...mostFrequent(pixels), ...quantize(pixels, EXACT - 1)]
  }

  /** The nearest colour for each pixel of a picture [pixels × 4]. */
  match(pixels: Uint8ClampedArray): Match {
    const indices = new Uint8Array(pixels.length / 4)
    let [sum, farthest] = [0, 0]
    let [last, index, distance] = [-1, 0, 0]
    for (let i = 0; i < indices.length; i++) {
      const colour = colourAt(pixels, i)
      if (colour !== last) [index, distance] = this.#nearestTo(colour)
      last = colour
      indices[i] = index
      sum += distance
      farthest = Math.max(farthest, distance)
    }
    return { indices, isClose: farthest <= FAR && sum <= MEAN * indices.length }
  }

  #nearestTo(colour: number): readonly [index: number, distance: number] {
    const known = this.#nearest.get(colour)
    if (known !== undefined) return known
    const [red, green, blue] = parts(colour)
    const distances = this.colours.map(([r, g, b]) => Math.hypot(r - red, g - green, b - blue))
    const distance = Math.min(...distances)
    const found = [distances.indexOf(distance), distance] as const
    this.#nearest.set(colour, found)
    return found
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
