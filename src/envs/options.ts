import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { shown } from './invalid.ts'
import { wrapperNames } from './wrappers/by-id.ts'

/** @throws Error, naming the option, if `options` has one that is not in `known`. */
export function rejectUnknownOptions(id: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const guess = nearest(name, [...known, ...wrapperNames])
    const own = known.length === 0 ? '' : `Options: ${known.join(', ')}. `
    throw new Error(
      `${id}: unknown option ${printable(name)}; did you mean ${guess}? ${own}Wrappers: ${wrapperNames.join(', ')}`,
    )
  }
}

/** @throws Error, naming the option, unless `value` is an integer from `low` to `high`. */
export function requireInteger(id: string, name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new Error(`${id}: option ${name} must be an integer from ${low} to ${high}, got ${shown(value)}`)
}

/** @throws Error, naming the option, unless `value` is a finite number ≥ 0. */
export function requireNoise(id: string, value: number): void {
  if (!Number.isFinite(value) || value < 0)
    throw new Error(`${id}: option noise must be a number ≥ 0, got ${shown(value)}`)
}

/** @throws Error, naming the option, unless `value` is in [0, 1]. */
export function requireProbability(id: string, name: string, value: number): void {
  if (!Number.isFinite(value) || value < 0 || value > 1)
    throw new Error(`${id}: option ${name} must be a probability from 0 to 1, got ${shown(value)}`)
}
