// Activation functions and their derivatives, element by element. The codes are those of ../operations/activations.ts.

import { logistic4, silu4, tanh } from './elementary'
import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'

export const NONE = 0
export const TANH = 1
export const RELU = 2
export const SILU = 3

/** max(x, 0), with NaN kept, or x·logistic(x). */
// @ts-ignore: decorator
@inline
function apply(kind: i32, x: v128): v128 {
  return kind == RELU ? f32x4.pmax(x, f32x4.splat(0)) : silu4(x)
}

// @ts-ignore: decorator
@inline
function map(kind: i32, x: usize, y: usize, length: i32): void {
  for (; length >= 4; length -= 4) {
    v128.store(y, apply(kind, v128.load(x)))
    x += VECTOR
    y += VECTOR
  }
  if (length > 0) storeLanes(y, apply(kind, v128.load(x)), length)
}

/** y = activation(x) for elements in [from, to); y may be x. */
export function activate(from: i32, to: i32, kind: i32, x: usize, y: usize): void {
  const length = to - from
  x += (from as usize) * FLOAT
  y += (from as usize) * FLOAT
  if (kind == TANH) tanh(x, y, length)
  else if (kind == RELU) map(RELU, x, y, length)
  else if (kind == SILU) map(SILU, x, y, length)
}

/** The slope, from the output of tanh and relu, from the input of silu. */
// @ts-ignore: decorator
@inline
function derivative(kind: i32, from: v128): v128 {
  const one = f32x4.splat(1)
  if (kind == TANH) return f32x4.sub(one, f32x4.mul(from, from))
  if (kind == RELU) return v128.andnot(one, f32x4.le(from, f32x4.splat(0)))
  const finite = f32x4.pmin(f32x4.pmax(from, f32x4.splat(-200)), f32x4.splat(200))
  const s = logistic4(finite)
  return f32x4.mul(s, multiplyAdd(finite, f32x4.sub(one, s), one))
}

// @ts-ignore: decorator
@inline
function mapBackward(kind: i32, from: usize, dy: usize, dx: usize, length: i32): void {
  for (; length >= 8; length -= 8) {
    const a = f32x4.mul(v128.load(dy), derivative(kind, v128.load(from)))
    const b = f32x4.mul(v128.load(dy, VECTOR), derivative(kind, v128.load(from, VECTOR)))
    v128.store(dx, a)
    v128.store(dx, b, VECTOR)
    from += 2 * VECTOR
    dy += 2 * VECTOR
    dx += 2 * VECTOR
  }
  for (; length >= 4; length -= 4) {
    v128.store(dx, f32x4.mul(v128.load(dy), derivative(kind, v128.load(from))))
    from += VECTOR
    dy += VECTOR
    dx += VECTOR
  }
  if (length > 0) storeLanes(dx, f32x4.mul(v128.load(dy), derivative(kind, v128.load(from))), length)
}

/** dx = dy·activation′(x) for elements in [from, to), from x for silu and from y for the others; dx may be dy. */
export function activationBackward(
  from: i32,
  to: i32,
  kind: i32,
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
): void {
  const length = to - from
  const at = (from as usize) * FLOAT
  x += at
  y += at
  dy += at
  dx += at
  if (kind == TANH) mapBackward(TANH, y, dy, dx, length)
  else if (kind == RELU) mapBackward(RELU, y, dy, dx, length)
  else if (kind == SILU) mapBackward(SILU, x, dy, dx, length)
}
