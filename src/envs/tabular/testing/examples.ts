import { Pcg64 } from '../../../random/index.ts'
import { Bandit } from '../../bandits/bandit.ts'
import { Chain } from '../chain.ts'
import { CliffWalk } from '../cliff-walk.ts'
import type { TabularEnvironment } from '../environment.ts'
import { FourRooms } from '../four-rooms.ts'
import { Garnet } from '../garnet.ts'
import { TabularMdp, type Transition } from '../mdp.ts'

const to = (next: number, reward: number, probability = 1): Transition => ({
  next,
  reward,
  probability,
  terminated: false,
})
const end = (next: number, reward: number, probability = 1): Transition => ({
  next,
  reward,
  probability,
  terminated: true,
})

/**
 * Two states, two actions, small enough for a sheet of paper. From state 0 (the start) action 0 leads on to state 1 for a reward of 1,
 * action 1 ends with 3. From state 1 action 0 leads back for nothing, action 1 ends with 4 or, as likely, stays for nothing.
 */
export const paper = new TabularMdp({
  states: 2,
  actions: 2,
  start: [1, 0],
  transitions: (state, action) =>
    [
      [[to(1, 1)], [end(0, 3)]],
      [[to(0, 0)], [end(1, 4, 0.5), to(1, 0, 0.5)]],
    ][state][action],
})

/** Each of the library's tabular environments. */
export const environments: [string, () => TabularEnvironment][] = [
  ['Bandit-v0', () => new Bandit()],
  ['Chain-v0', () => new Chain()],
  ['CliffWalk-v0', () => new CliffWalk()],
  ['FourRooms-v0', () => new FourRooms()],
  ['Garnet-v0', () => new Garnet({ noise: 0.2 })],
]

/** Standard normal logits [S × A]. */
export function randomLogits({ states, actions }: TabularMdp, seed: number): Float64Array {
  const random = Pcg64.fromSeed(seed)
  return Float64Array.from({ length: states * actions }, () => random.normal())
}

/** ∂f/∂x_i for every i, by central differences. */
export function differences(f: (x: Float64Array) => number, x: Float64Array, step = 1e-5): Float64Array {
  return x.map((_, i) => {
    const at = (shift: number) => f(x.map((value, j) => (j === i ? value + shift : value)))
    return (at(step) - at(-step)) / (2 * step)
  })
}

/** The largest difference between the entries of two tables. */
export function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity
  return Math.max(...Array.from(one, (value, i) => Math.abs(value - other[i])))
}
