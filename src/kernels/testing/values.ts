// Inputs of tests, and how close results must come.

import { expect } from 'vitest'
import type { Tensor } from '../index.ts'
import type { Bounded } from './reference.ts'

/** Unit roundoff of float32. */
export const UNIT = 2 ** -24

/** Uniform in [−2, 2), repeatable. */
export function values(seed: number, length: number): Float32Array {
  let state = seed | 1
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 30
  })
}

/** Each result within its own bound; the message names the worst one. NaN never passes. */
export function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: (i: number) => number,
): void {
  let worst = -1
  let excess = 1
  for (let i = 0; i < expected.length; i++) {
    const ratio = Math.abs(actual[i] - expected[i]) / bound(i)
    if (actual[i] !== expected[i] && !(ratio <= excess)) {
      worst = i
      excess = ratio
    }
  }
  if (worst >= 0) {
    expect.fail(`[${worst}] is ${actual[worst]}, expected ${expected[worst]} ± ${bound(worst)}`)
  }
}

/** Error bound of a sum of `terms` float32 products and a start, in any order, fused or not: (terms + 2)·unit·Σ|terms|. */
export function expectProduct(actual: Tensor, expected: Bounded, terms: number): void {
  expectWithin(actual.data, expected.values, (i) => (terms + 2) * UNIT * expected.sizes[i] + 1e-44)
}
