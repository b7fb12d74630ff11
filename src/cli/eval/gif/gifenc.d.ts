/** What we use of gifenc, which comes without types. */
declare module 'gifenc' {
  type Palette = number[][]
  interface Encoder {
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: {
        /** Of this picture alone; none given: that of the first picture. */
        palette?: Palette
        /** Milliseconds, rounded to hundredths of a second. */
        delay: number
        transparent?: boolean
        transparentIndex?: number
        /** 1: the next picture is drawn over this one. */
        dispose?: number
      },
    ): void
    finish(): void
    bytes(): Uint8Array
  }
  export function GIFEncoder(): Encoder
  /** The colours, at most so many, that come nearest to those of a picture [pixels × 4]. */
  export function quantize(pixels: Uint8Array | Uint8ClampedArray, colours: number): Palette
}
