import type { Action, Environment, Step } from '../environment.ts'
import { invalidAction, isVector, shown } from '../invalid.ts'
import { type Box, box } from '../spaces.ts'
import { Wrapper } from './wrapper.ts'

/** Clips each number of a continuous action to the action space's bounds before the environment sees it. */
export const clipActions = (env: Environment): Environment =>
  new MappedActions(env, boxOf(env, 'clipActions'), (number, low, high) =>
    Math.max(low, Math.min(high, number)),
  )

/**
 * Makes every number of a continuous action run from `low` to `high` (−1 to 1 if not given), and maps it linearly to
 * the action space's bounds, which must be finite.
 */
export function rescaleActions(env: Environment, low = -1, high = 1): Environment {
  const original = boxOf(env, 'rescaleActions')
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high)
    throw new Error(
      `rescaleActions: low is ${shown(low)} and high ${shown(high)}; low must be less, and both finite`,
    )
  if (![...original.low, ...original.high].every(Number.isFinite))
    throw new Error(
      `rescaleActions: ${env.id}'s action space has infinite bounds, which nothing can be mapped to`,
    )
  const map = (number: number, from: number, to: number) =>
    from + ((number - low) / (high - low)) * (to - from)
  return new MappedActions(env, original, map, box(low, high, original.shape))
}

class MappedActions extends Wrapper {
  readonly #bounds: Box
  readonly #map: (number: number, low: number, high: number) => number

  constructor(
    env: Environment,
    bounds: Box,
    map: (number: number, low: number, high: number) => number,
    actionSpace = bounds,
  ) {
    super(env, { actionSpace })
    this.#bounds = bounds
    this.#map = map
  }

  override step(action: Action): Step {
    const { low, high } = this.#bounds
    if (!isVector(action, low.length))
      throw invalidAction(this.id, action, `an array of length ${low.length}, finite numbers`)
    return this.inner.step(Float32Array.from(low, (_, d) => this.#map(action[d], low[d], high[d])))
  }
}

function boxOf(env: Environment, wrapper: string): Box {
  if (env.actionSpace.kind === 'box') return env.actionSpace
  throw new Error(`${wrapper}: ${env.id}'s action space is ${env.actionSpace.kind}; it must be a box`)
}
