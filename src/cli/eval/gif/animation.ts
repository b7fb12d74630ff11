import { createRequire } from 'node:module'
import type { PictureSize } from '../../../envs/index.ts'
import { Palette } from './palette.ts'

// Its ES module isn't marked as one, so that Node would read it as CommonJS.
const { GIFEncoder }: typeof import('gifenc') = createRequire(import.meta.url)('gifenc')

const UNCHANGED = 255 // the index of pixels that stay as they were; those below are colours
const LEAST_DELAY = 2 // hundredths of a second; what is shorter, browsers show much longer

/** A picture as the file has it, and the seconds from the beginning at which it appears. */
interface Frame {
  readonly indices: Uint8Array
  readonly palette: Palette
  readonly at: number
}

/** An animated GIF, picture by picture. */
export class Animation {
  /** Pictures so far that differ from those before them. */
  pictures = 0
  readonly #size: PictureSize
  readonly #encoder = GIFEncoder()
  /** That of the whole file: later pictures have one of their own only where it won't do. */
  #shared: Palette | undefined
  #shown: Uint32Array | undefined
  /** Waits for the next one, which says how long it is shown. */
  #last: Frame | undefined

  constructor(size: PictureSize) {
    this.#size = size
  }

  /**
   * Shows a picture from a time on; one that is equal to the last one makes that longer.
   *
   * @param pixels red, green, blue, opacity of each, [width · height × 4].
   * @param at seconds from the beginning, later than before.
   */
  add(pixels: Uint8ClampedArray, at: number): void {
    const picture = new Uint32Array(pixels.slice().buffer)
    const shown = this.#shown
    if (shown?.every((pixel, i) => pixel === picture[i])) return
    const { indices, palette } = indexed(pixels, [this.#shared, this.#last?.palette])
    if (shown) for (let i = 0; i < picture.length; i++) if (picture[i] === shown[i]) indices[i] = UNCHANGED
    this.#write(at)
    this.#last = { indices, palette, at }
    this.#shown = picture
    this.pictures++
  }

  /** The file; the last picture stays until `at`, seconds from the beginning. */
  finish(at: number): Uint8Array {
    this.#write(at)
    this.#encoder.finish()
    return this.#encoder.bytes()
  }

  /** Writes the last picture, which was shown until `at`. */
  #write(at: number): void {
    if (!this.#last) return
    const { indices, palette, at: since } = this.#last
    const delay = Math.max(LEAST_DELAY, Math.round(100 * at) - Math.round(100 * since))
    const { width, height } = this.#size
    this.#encoder.writeFrame(indices, width, height, {
      ...(palette !== this.#shared && { palette: tableOf(palette) }),
      ...{ delay: 10 * delay, transparent: true, transparentIndex: UNCHANGED, dispose: 1 },
    })
    this.#shared ??= palette
  }
}

/** A picture in the colours of one of these palettes, the first that will do, else in some of its own. */
function indexed(
  pixels: Uint8ClampedArray,
  palettes: readonly (Palette | undefined)[],
): { indices: Uint8Array; palette: Palette } {
  for (const palette of palettes) {
    const match = palette?.match(pixels)
    if (palette && match?.isClose) return { indices: match.indices, palette }
  }
  const own = new Palette(pixels)
  return { indices: own.match(pixels).indices, palette: own }
}

/** All 256 colours of a file's table, the index of unchanged pixels included. */
const tableOf = ({ colours }: Palette) =>
  Array.from({ length: UNCHANGED + 1 }, (_, i) => colours[i] ?? [0, 0, 0])
