import type { RawRow } from '../../policies/index.ts'
import { stream } from '../../random/index.ts'

export const DEVICES = ['phone', 'desk', 'tablet']
export const ACTIONS = ['books', 'sale', 'shoes']
/** μ(a|device), rows for devices. */
export const LOGGED = [
  [0.5, 0.3, 0.2],
  [0.2, 0.2, 0.6],
  [0.1, 0.8, 0.1],
]
/** P(reward = 1 | device, action). */
export const RATES = [
  [0.1, 0.7, 0.2],
  [0.6, 0.1, 0.3],
  [0.2, 0.2, 0.9],
]

/** A log of three devices and three actions, with an hour that means nothing. */
export function shopRows(count: number, seed = 1): RawRow[] {
  const random = stream(seed, 'logs')
  return Array.from({ length: count }, () => {
    const device = random.integers(0, 3)
    const action = drawn(LOGGED[device], random.random())
    return {
      device: DEVICES[device],
      hour: random.integers(0, 24),
      action: ACTIONS[action],
      probability: LOGGED[device][action],
      reward: random.random() < RATES[device][action] ? 1 : 0,
    }
  })
}

function drawn(probabilities: readonly number[], at: number): number {
  let sum = 0
  for (const [i, probability] of probabilities.entries()) {
    sum += probability
    if (at < sum) return i
  }
  return probabilities.length - 1
}
