import type { Pcg64 } from '../random/index.ts'
import { shown } from './invalid.ts'

/** Real vectors or arrays: `low[i] ≤ value[i] ≤ high[i]`, all three flat in row-major order of `shape`; ±Infinity for no bound. */
export interface Box {
  /** Which of the spaces it is. */
  kind: 'box'
  /** Lengths of the array, outermost first. */
  shape: readonly number[]
  /** Lower bound of each value, flat. */
  low: readonly number[]
  /** Upper bound of each value, flat. */
  high: readonly number[]
}
/** One of the integers 0 … n − 1. */
export interface Discrete {
  /** Which of the spaces it is. */
  kind: 'discrete'
  /** How many values there are. */
  n: number
}
/** Several integers, the i-th one of 0 … nvec[i] − 1. */
export interface MultiDiscrete {
  /** Which of the spaces it is. */
  kind: 'multiDiscrete'
  /** How many values each of them has. */
  nvec: readonly number[]
}
/** n values that are 0 or 1. */
export interface MultiBinary {
  /** Which of the spaces it is. */
  kind: 'multiBinary'
  /** How many values of 0 or 1. */
  n: number
}

/** The values that an observation or an action can take. */
export type Space = Box | Discrete | MultiDiscrete | MultiBinary

/** A value of a space: a number for discrete, else a flat array. */
export type SpaceValue = number | Float32Array | Int32Array | Uint8Array

/**
 * A box of this shape. One number as a bound holds for every component. Bounds are rounded to float32, as the values
 * are.
 *
 * @throws Error on a bound of the wrong length, a NaN, or low > high.
 */
export function box(
  low: number | readonly number[],
  high: number | readonly number[],
  shape: readonly number[],
): Box {
  if (!Array.isArray(shape)) throw new Error(`box: shape must be an array of lengths, got ${shown(shape)}`)
  for (const length of shape) requireCount('box: every length in shape', length)
  const size = shape.reduce((product, length) => product * length, 1)
  const flat = (bound: number | readonly number[], name: string): number[] => {
    const values = typeof bound === 'number' ? new Array<number>(size).fill(bound) : bound
    if (typeof values !== 'object' || values === null)
      throw new Error(`box: ${name} must be a number or an array of ${size}, got ${shown(values)}`)
    if (values.length !== size) {
      throw new Error(
        `box: ${name} has ${values.length} values, shape [${shape}] needs ${size}; give that many or one number`,
      )
    }
    return values.map(Math.fround)
  }
  const space: Box = { kind: 'box', shape: [...shape], low: flat(low, 'low'), high: flat(high, 'high') }
  const bad = space.low.findIndex((bound, i) => !(bound <= space.high[i]))
  if (bad >= 0) {
    throw new Error(
      `box: low[${bad}] = ${space.low[bad]} and high[${bad}] = ${space.high[bad]} bound nothing; low ≤ high is needed`,
    )
  }
  return space
}

/** The integers 0 … n − 1. */
export function discrete(n: number): Discrete {
  requireCount('discrete: n', n)
  return { kind: 'discrete', n }
}

/** One integer of 0 … nvec[i] − 1 for each i. */
export function multiDiscrete(nvec: readonly number[]): MultiDiscrete {
  if (!Array.isArray(nvec) || nvec.length === 0)
    throw new Error(`multiDiscrete: nvec must be an array of at least one count, got ${shown(nvec)}`)
  for (const n of nvec) requireCount('multiDiscrete: every entry of nvec', n)
  return { kind: 'multiDiscrete', nvec: [...nvec] }
}

/** n values that are 0 or 1. */
export function multiBinary(n: number): MultiBinary {
  requireCount('multiBinary: n', n)
  return { kind: 'multiBinary', n }
}

function requireCount(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${what} must be an integer ≥ 1, got ${value}`)
}

/** How many numbers a value of the space is: the product of a box's shape, 1 for discrete, else the number of entries. */
export function sizeOf(space: Space): number {
  switch (space.kind) {
    case 'box':
      return space.low.length
    case 'discrete':
      return 1
    case 'multiDiscrete':
      return space.nvec.length
    case 'multiBinary':
      return space.n
  }
}

/**
 * A random value of the space. Integers and bounded components are uniform; a component with one bound is that bound plus or minus
 * a standard exponential, one without bounds is standard normal.
 */
export function sample(space: Space, random: Pcg64): SpaceValue {
  switch (space.kind) {
    case 'box':
      return Float32Array.from(space.low, (low, i) => sampleComponent(low, space.high[i], random))
    case 'discrete':
      return random.integers(0, space.n)
    case 'multiDiscrete':
      return Int32Array.from(space.nvec, (n) => random.integers(0, n))
    case 'multiBinary':
      return Uint8Array.from({ length: space.n }, () => random.integers(0, 2))
  }
}

function sampleComponent(low: number, high: number, random: Pcg64): number {
  if (low > -Infinity && high < Infinity) return random.uniform(low, high)
  if (low > -Infinity) return low - Math.log(1 - random.random())
  if (high < Infinity) return high + Math.log(1 - random.random())
  return random.normal()
}

/** Whether `value`, which may be anything, is a value of the space. Bounds of a box count as float32. */
export function contains(space: Space, value: unknown): boolean {
  if (space.kind === 'discrete') return isIndex(value, space.n)
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return false
  const entries = value as ArrayLike<unknown>
  if (entries.length !== sizeOf(space)) return false
  return Array.prototype.every.call(entries, (entry, i) => {
    if (space.kind === 'multiDiscrete') return isIndex(entry, space.nvec[i])
    if (space.kind === 'multiBinary') return isIndex(entry, 2)
    return (
      typeof entry === 'number' && entry >= Math.fround(space.low[i]) && entry <= Math.fround(space.high[i])
    )
  })
}

function isIndex(value: unknown, n: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < n
}
