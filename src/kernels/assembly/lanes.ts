// Helpers on four float32 lanes, shared by all kernels.

/** Bytes of a float32, and of a vector of four. */
export const FLOAT: usize = 4
export const VECTOR: usize = 16

/** a·b + c. Relaxed SIMD lets the engine use one fused instruction; the result then depends on the machine. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

/** Stores the first `count` (0 to 4) lanes: a kernel may read past a row, but must never write past it. */
// @ts-ignore: decorator
@inline
export function storeLanes(pointer: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(pointer, value)
    return
  }
  if (count & 2) {
    v128.store64_lane(pointer, value, 0)
    if (count & 1) v128.store32_lane(pointer, value, 2, 8)
  } else if (count & 1) v128.store32_lane(pointer, value, 0)
}

/** Copies `count` values; reads up to three past them. */
// @ts-ignore: decorator
@inline
export function copyValues(from: usize, to: usize, count: i32): void {
  let j = count
  for (; j >= 4; j -= 4) {
    v128.store(to, v128.load(from))
    from += VECTOR
    to += VECTOR
  }
  if (j > 0) storeLanes(to, v128.load(from), j)
}

/** to[count] += from[count]; reads up to three past both. */
// @ts-ignore: decorator
@inline
export function addValues(from: usize, to: usize, count: i32): void {
  for (; count >= 16; count -= 16) {
    const a = f32x4.add(v128.load(to), v128.load(from))
    const b = f32x4.add(v128.load(to, VECTOR), v128.load(from, VECTOR))
    const c = f32x4.add(v128.load(to, 2 * VECTOR), v128.load(from, 2 * VECTOR))
    const d = f32x4.add(v128.load(to, 3 * VECTOR), v128.load(from, 3 * VECTOR))
    v128.store(to, a)
    v128.store(to, b, VECTOR)
    v128.store(to, c, 2 * VECTOR)
    v128.store(to, d, 3 * VECTOR)
    from += 4 * VECTOR
    to += 4 * VECTOR
  }
  for (; count > 0; count -= 4) {
    storeLanes(to, f32x4.add(v128.load(to), v128.load(from)), count)
    from += VECTOR
    to += VECTOR
  }
}

const masks = memory.data<i32>([0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0])

/** All bits set in the first `count` (0 to 3) lanes. Comparing with 0, 1, 2, 3 would make that constant anew each time. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return v128.load(masks + ((count as usize) << 4))
}

// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/** The sums of the lanes of four vectors, a lane each, as `sumLanes` makes them. */
// @ts-ignore: decorator
@inline
export function sumFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7))
}

// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  const pairs = f32x4.max(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1))
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1))
}
