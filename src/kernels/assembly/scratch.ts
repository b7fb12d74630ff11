// Working memory whose contents mean nothing between two calls. Threads that share a memory each have their own.

/** Blocks of a matrix product: steps of depth, rows of a and columns of b that are packed at a time. */
export const DEPTH_BLOCK: i32 = 256
export const ROW_BLOCK: i32 = 96
export const COLUMN_BLOCK: i32 = 256
/** Most outputs and inputs of a narrow layer, whose weights are transposed here. */
export const NARROW: i32 = 4
export const NARROW_INPUTS: i32 = 8192

/** Where what lies. A strip of six rows of a takes the room of eight; packing writes a little past the end. */
export const PACKED_A: usize = 0
export const PACKED_A_FLOATS: i32 = (ROW_BLOCK * DEPTH_BLOCK * 8) / 6
export const PACKED_B: usize = PACKED_A + PACKED_A_FLOATS * 4 + 128
export const PACKED_B_FLOATS: i32 = DEPTH_BLOCK * COLUMN_BLOCK
export const EDGE_TILE: usize = PACKED_B + PACKED_B_FLOATS * 4 + 128
/** Addresses of windows, for a block of depth, and some more. */
export const ADDRESSES: usize = EDGE_TILE + 6 * 64
export const TRANSPOSED: usize = ADDRESSES + DEPTH_BLOCK * 4 + 64
export const SPARE_VECTOR: usize = TRANSPOSED + NARROW * NARROW_INPUTS * 4 + 64
const BYTES: i32 = (SPARE_VECTOR + 16) as i32

/** Its first byte. */
export let scratch: usize = 0

/** Bytes that it takes. */
export function scratchSize(): i32 {
  return BYTES
}

/** To be called before any kernel, with an address that is a multiple of 16. */
export function useScratch(address: usize): void {
  scratch = address
}
