/** How many environments a run makes of a user's function, and what becomes of them. */
import { beforeEach, expect, test } from 'vitest'
import { CartPole, type Environment } from '../envs/index.ts'
import { evaluate } from '../training/evaluate.ts'
import { identityTask } from '../training/testing/tasks.ts'
import { type TrainOptions, train } from './train.ts'

let made = 0
let closed = 0
beforeEach(() => {
  made = closed = 0
})

const env = (change: Partial<Environment> = {}) => {
  made++
  return {
    ...identityTask(),
    ...change,
    close: () => {
      closed++
    },
  }
}

const settings: TrainOptions = { env: () => env(), numEnvs: 3, totalSteps: 200, rolloutSteps: 16 }

test('a run makes as many as it steps, closes all of them, and has their name', async () => {
  const { policy, config } = await train(settings)
  expect([made, closed]).toEqual([3, 3])
  expect(config.env).toBe('Identity')
  await evaluate(policy, () => env(), { episodes: 2 })
  expect([made, closed]).toEqual([4, 4])
})

test('a class is made as often as a function is called', async () => {
  const { config } = await train({ env: CartPole, totalSteps: 64, rolloutSteps: 16 })
  expect(config.env).toBe('CartPole-v1')
  await expect(train({ env: new CartPole() as never })).rejects.toThrow(/give its class, env: CartPole/)
})

test.each<[string, Partial<TrainOptions>, number, RegExp]>([
  ['whose settings are wrong', { gamma: 2 }, 0, /gamma is 2/],
  ['that does not fit the settings', { gradient: 'exact', minibatches: 1 }, 3, /not Identity/],
  [
    'that has no name',
    { env: () => env({ id: undefined as unknown as string }) },
    3,
    /id is undefined; it must be text/,
  ],
  ['that fails', { env: () => env({ reset: () => new Float32Array(9) }) }, 3, /length 9/],
  ['that can be made only once', { env: () => (made < 2 ? env() : fail()) }, 2, /no more of them/],
])('an environment %s is closed', async (_, change, count, message) => {
  await expect(train({ ...settings, ...change })).rejects.toThrow(message)
  expect([made, closed]).toEqual([count, count])
})

function fail(): never {
  throw new Error('no more of them')
}
