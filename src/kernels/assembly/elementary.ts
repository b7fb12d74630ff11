// tanh, exp and the logistic function on float32 lanes. Coefficients are relative minimax fits (Remez exchange), made by
// bench/kernels/fit.py. `pmin(x, limit)` and `pmax(x, limit)` return x when x is NaN, so NaN passes through.
//
// Coefficients are read from memory: a constant in the code costs V8 three instructions wherever it is used, in newer
// versions even in a loop.

import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'
import { SPARE_VECTOR, scratch } from './scratch'

/** All four lanes the number at this place of a table. */
// @ts-ignore: decorator
@inline
function entry(table: usize, place: usize): v128 {
  return v128.load_splat<f32>(table + place * FLOAT)
}

// P(t) and Q(t), highest power first, without the constant term 1 of both.
const tanhP = memory.data<f32>([
  1.3319066738404217e-8, 2.0583476725732908e-5, 0.0034940342884510756, 0.13379718363285065,
])
const tanhQ = memory.data<f32>([
  7.762017162349366e-7, 3.283092228230089e-4, 0.025871071964502335, 0.4671303331851959,
])
/** From ±9.02 on tanh is ±1 in float32. */
const tanhLimits = memory.data<f32>([9.02, -9.02, 1, -1])

/** tanh(x) = x·P(x²)/Q(x²). Largest error measured: 6.2 float32 ulp. */
// @ts-ignore: decorator
@inline
function tanh4(
  x: v128,
  high: v128,
  low: v128,
  one: v128,
  minusOne: v128,
  p0: v128,
  p1: v128,
  p2: v128,
  p3: v128,
  q0: v128,
  q1: v128,
  q2: v128,
  q3: v128,
): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, high), low)
  const t = f32x4.mul(clamped, clamped)
  let p = multiplyAdd(p0, t, p1)
  let q = multiplyAdd(q0, t, q1)
  p = multiplyAdd(p, t, p2)
  q = multiplyAdd(q, t, q2)
  p = multiplyAdd(p, t, p3)
  q = multiplyAdd(q, t, q3)
  p = multiplyAdd(p, t, one)
  q = multiplyAdd(q, t, one)
  const ratio = f32x4.div(f32x4.mul(clamped, p), q)
  return f32x4.pmax(f32x4.pmin(ratio, one), minusOne)
}

/** y = tanh(x) for `length` values, a multiple of four; two vectors at a time, which the engine may join. */
function tanhVectors(x: usize, y: usize, length: i32): void {
  const high = entry(tanhLimits, 0)
  const low = entry(tanhLimits, 1)
  const one = entry(tanhLimits, 2)
  const minusOne = entry(tanhLimits, 3)
  const p0 = entry(tanhP, 0)
  const p1 = entry(tanhP, 1)
  const p2 = entry(tanhP, 2)
  const p3 = entry(tanhP, 3)
  const q0 = entry(tanhQ, 0)
  const q1 = entry(tanhQ, 1)
  const q2 = entry(tanhQ, 2)
  const q3 = entry(tanhQ, 3)
  for (; length >= 8; length -= 8) {
    const a = tanh4(v128.load(x), high, low, one, minusOne, p0, p1, p2, p3, q0, q1, q2, q3)
    const b = tanh4(v128.load(x, VECTOR), high, low, one, minusOne, p0, p1, p2, p3, q0, q1, q2, q3)
    v128.store(y, a)
    v128.store(y, b, VECTOR)
    x += 2 * VECTOR
    y += 2 * VECTOR
  }
  if (length > 0)
    v128.store(y, tanh4(v128.load(x), high, low, one, minusOne, p0, p1, p2, p3, q0, q1, q2, q3))
}

/** y = tanh(x); y may be x. */
export function tanh(x: usize, y: usize, length: i32): void {
  const whole = length & ~3
  const at = (whole as usize) * FLOAT
  tanhVectors(x, y, whole)
  if (whole == length) return
  const spare = scratch + SPARE_VECTOR
  tanhVectors(x + at, spare, 4)
  storeLanes(y + at, v128.load(spare), length - whole)
}

/** Bounds of x, 1/ln 2, 1.5·2²³, and ln 2 in two parts, of which n times the first is exact. */
const expRange = memory.data<f32>([
  89, -104, 1.4426950408889634, 12582912, -0.693359375, 2.12194440054690583e-4,
])
/** P, highest power first. */
const expP = memory.data<f32>([
  0.0013836845755577087, 0.008374815806746483, 0.04166822507977486, 0.16666419804096222, 0.49999991059303284,
  1,
])

/** exp(x) = 2ⁿ·P(x − n·ln 2). Largest error measured: 2 float32 ulp for normal results; 0 and ∞ beyond float32's range. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, entry(expRange, 0)), entry(expRange, 1))
  // Adding 1.5·2²³ leaves the nearest integer in the lowest bits: cheaper than rounding and converting.
  const shift = entry(expRange, 3)
  const shifted = multiplyAdd(clamped, entry(expRange, 2), shift)
  const n = f32x4.sub(shifted, shift)
  let r = multiplyAdd(n, entry(expRange, 4), clamped)
  r = multiplyAdd(n, entry(expRange, 5), r)
  const one = entry(expP, 5)
  let p = multiplyAdd(entry(expP, 0), r, entry(expP, 1))
  p = multiplyAdd(p, r, entry(expP, 2))
  p = multiplyAdd(p, r, entry(expP, 3))
  p = multiplyAdd(p, r, entry(expP, 4))
  p = multiplyAdd(p, r, one)
  p = multiplyAdd(p, r, one)
  // 2ⁿ in two factors: n reaches 128 and −150, beyond a single float32 exponent.
  const exponent = i32x4.sub(shifted, shift)
  const half = i32x4.shr_s(exponent, 1)
  const first = i32x4.add(i32x4.shl(half, 23), one)
  const second = i32x4.add(i32x4.shl(i32x4.sub(exponent, half), 23), one)
  return f32x4.mul(f32x4.mul(p, first), second)
}

/** 1/(1 + exp(−x)) */
// @ts-ignore: decorator
@inline
export function logistic4(x: v128): v128 {
  const one = entry(expP, 5)
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))))
}

/** x·logistic(x); x is kept finite because its limit at −∞ is 0, not −∞·0. */
// @ts-ignore: decorator
@inline
export function silu4(x: v128): v128 {
  const finite = f32x4.pmax(x, f32x4.splat(-200))
  return f32x4.div(finite, f32x4.add(entry(expP, 5), exp4(f32x4.neg(finite))))
}
