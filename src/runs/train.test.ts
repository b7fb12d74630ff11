import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Environment } from '../envs/index.ts'
import { resolveConfig } from '../training/config.ts'
import { evaluate } from '../training/evaluate.ts'
import { Session } from '../training/session.ts'
import { endlessTask, followTask, identityTask, twoAnswersTask } from '../training/testing/tasks.ts'
import { catalogue, type MemberName } from '../updates/index.ts'
import { type TrainOptions, train } from './train.ts'

const quick = {
  numEnvs: 4,
  rolloutSteps: 32,
  minibatches: 2,
  optimiser: { learningRate: 3e-3, schedule: 'constant' },
  network: { hidden: [16] },
} as const

describe('known answers', () => {
  const endless: Omit<TrainOptions, 'env'> = {
    ...quick,
    gamma: 0.9,
    valueClip: null,
    maxGradNorm: null,
    totalSteps: 20_000,
  }
  const valueAfter = async (options: Omit<TrainOptions, 'env'>, cutIs: 'truncated' | 'terminated') => {
    const { policy } = await train({ ...options, env: () => endlessTask(8, cutIs) })
    const observation = policy.kernels.tensor(1)
    observation.data[0] = 1
    const value = new Float32Array(1)
    policy.values(observation, 1, value, 0)
    return value[0]
  }

  test('an endless task is worth 1/(1 − γ) when truncation is respected, and less when it is taken for an end', async () => {
    expect(await valueAfter(endless, 'truncated')).toBeCloseTo(10, 0)
    // Ended after 8 steps at γ = 0.9 and λ = 1, the mean of (1 − 0.9^k)/0.1 over k = 1…8 is 3.59.
    expect(await valueAfter({ ...endless, gaeLambda: 1 }, 'terminated')).toBeCloseTo(3.59, 0)
  })

  test('a tied critic finds the same value', async () => {
    const tied = { ...endless, update: 'mse', entropyCoefficient: 0 } as const
    expect(await valueAfter(tied, 'truncated')).toBeCloseTo(10, 0)
  })

  test('so does one whose form is between value and policy', async () => {
    const update = { ...catalogue.mse, form: 0.5, temperature: 2 }
    const between = { ...endless, update, entropyCoefficient: 0, valueCoefficient: 1 } as const
    expect(await valueAfter(between, 'truncated')).toBeCloseTo(10, 0)
    expect(await valueAfter({ ...between, stateValue: 'soft' }, 'truncated')).toBeGreaterThan(11)
    expect(await valueAfter({ ...between, stateValue: 'expected' }, 'truncated')).toBeLessThan(9)
  })

  const members = Object.keys(catalogue) as MemberName[]
  test.each(members)('%s solves the one-step identity task', async (name) => {
    // Rewards are 0 or 1: at temperature 1/8 a tied policy that knows them picks right 9 times in 10 or more.
    const update = { ...catalogue[name], temperature: catalogue[name].reference === 'output' ? 0.125 : 1 }
    const { result } = await train({
      ...quick,
      env: () => identityTask(),
      update,
      totalSteps: 12_000,
      entropyCoefficient: 0,
    })
    expect(result.meanReturn).toBeGreaterThan(0.9)
  })

  test.each(['mse', 'mve', 'pgpb'] as const)(
    '%s, without a critic network, learns CartPole',
    async (name) => {
      const { result, policy } = await train({
        env: 'CartPole-v1',
        update: { ...catalogue[name], temperature: 0.1 },
        totalSteps: 100_000,
        numEnvs: 16,
        rolloutSteps: 32,
        normaliseRewards: true,
        maxGradNorm: 10,
        optimiser: { learningRate: 2e-3 },
        network: { layerNorm: true },
      })
      expect(() => policy.network.parameters.get('critic.head.weights')).toThrow()
      // A policy that has not learned lasts about 22 steps.
      expect(result.meanReturn).toBeGreaterThan(120)
    },
  )

  test.each(['multiDiscrete', 'multiBinary'] as const)(
    'a %s policy answers two questions at once',
    async (kind) => {
      const env = () => twoAnswersTask(kind)
      const { result } = await train({ ...quick, env, totalSteps: 20_000, entropyCoefficient: 0 })
      expect(result.meanReturn).toBeGreaterThan(0.9)
    },
  )

  test('a Gaussian policy follows a moving target', async () => {
    const settings = { ...quick, epochs: 8, totalSteps: 60_000, entropyCoefficient: 0 }
    const { policy } = await train({ ...settings, env: followTask })
    const { meanReturn } = await evaluate(policy, followTask, { episodes: 200, deterministic: true })
    expect(meanReturn).toBeGreaterThan(-0.02)
  })
})

describe('a run', () => {
  const cartpole = { ...quick, env: 'CartPole-v1', totalSteps: 2_000 } as const
  const weights = async (options: TrainOptions) => {
    const { policy } = await train(options)
    return Array.from(policy.network.parameters.values.data)
  }

  test('is the same, to the bit, for the same seed, and another for another', async () => {
    const first = await weights({ ...cartpole, seed: 3 })
    expect(await weights({ ...cartpole, seed: 3 })).toEqual(first)
    expect(await weights({ ...cartpole, seed: 4 })).not.toEqual(first)
  })

  test('stops at a signal, after the update in progress', async () => {
    const controller = new AbortController()
    const { result } = await train({
      ...cartpole,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    expect(result).toMatchObject({ status: 'stopped', updates: 1, steps: 128 })
  })

  test.each([
    [null, 20],
    [1e-9, 2],
    [1e2, 20],
  ])('with targetKl %s takes %i optimiser steps an update', async (targetKl, steps) => {
    const config = resolveConfig({ ...cartpole, epochs: 10, targetKl })
    const session = await Session.create(config, config.env)
    session.begin()
    session.update()
    expect(session.optimiser.steps).toBe(steps)
  })

  test('reports what it measures', async () => {
    const rows: Record<string, unknown>[] = []
    await train({ ...cartpole, onProgress: (metrics) => rows.push({ ...metrics }) })
    expect(rows.map(({ update }) => update)).toEqual(rows.map((_, i) => i + 1))
    expect(rows.at(-1)).toMatchObject({ step: 2_048 })
    for (const row of rows)
      for (const [name, value] of Object.entries(row))
        expect(value === null || Number.isFinite(value), name).toBe(true)
  })
})

test('a member, a point in part and a name are updates, and nothing else is', () => {
  type Update = Parameters<typeof train>[0]['update']
  expectTypeOf(catalogue.ppo).toExtend<Update>()
  expectTypeOf<string>().toExtend<Update>()
  expectTypeOf({ form: 'policy', reference: 'logprob', scale: { omega: 1 } } as const).toExtend<Update>()
  expectTypeOf<number>().not.toExtend<Update>()
})

describe('errors name what went wrong', () => {
  const failing = (change: Partial<Environment>) => () => ({ ...identityTask(), ...change })
  const step = { observation: Float32Array.of(0, 0, 0, 0), reward: 0, terminated: false, truncated: false }
  test.each<[string, () => Environment, RegExp]>([
    [
      'throws',
      failing({
        step: () => {
          throw new Error('the motor burnt')
        },
      }),
      /^environment Identity: step\(\) threw: the motor burnt, at step 1 of the rollout \(in update 1/,
    ],
    [
      'gives a NaN reward',
      failing({ step: () => ({ ...step, reward: Number.NaN }) }),
      /^environment Identity: reward: got NaN; .*, at step 1 of the rollout \(in update 1, after 0 steps\)$/,
    ],
    [
      'gives a reward that float32 has no number for',
      failing({ step: () => ({ ...step, reward: 1e39 }) }),
      /^environment Identity: reward: got 1e\+39; give a number within ±3.4e38/,
    ],
    [
      'gives rewards that add up to such a one',
      failing({ step: () => ({ ...step, reward: -3e38 }) }),
      /^environment Identity: the rewards from step 1 of the rollout on add up to an advantage of -Infinity; scale/,
    ],
    [
      'gives a NaN observation',
      failing({ step: () => ({ ...step, observation: Float32Array.of(0, Number.NaN, 0, 0) }) }),
      /observation\[1\]: got NaN/,
    ],
    [
      'gives a wrong shape',
      failing({ reset: () => new Float32Array(3) }),
      /observation: got Float32Array of length 3; give a Float32Array of length 4/,
    ],
  ])('an environment that %s', async (_name, env, message) => {
    await expect(train({ ...quick, env, totalSteps: 500 })).rejects.toThrow(message)
  })

  test('training that diverges', async () => {
    const optimiser = { kind: 'sgd', learningRate: 10, schedule: 'constant' } as const
    const wild = {
      ...quick,
      optimiser,
      maxGradNorm: null,
      update: 'mse',
      env: () => endlessTask(5, 'truncated'),
      network: { activation: 'relu' },
    } as const
    await expect(train({ ...wild, totalSteps: 50_000 })).rejects.toThrow(
      /(NaN|Infinity|norm of the gradient).*lower optimiser.learningRate/,
    )
  })

  test.each([
    ['actor.head.bias', Number.NaN, 'CartPole-v1', "the policy network's outputs are not finite"],
    [
      'actor.head.bias',
      Number.POSITIVE_INFINITY,
      'Pendulum-v1',
      "the policy network's outputs are not finite",
    ],
    ['critic.head.bias', Number.NaN, 'CartPole-v1', 'the value of an observation is NaN'],
  ])('%s of %d in %s', async (name, weight, env, message) => {
    const session = await Session.create(resolveConfig({ ...quick, env }), env)
    session.begin()
    session.policy.network.parameters.get(name).value.data.fill(weight)
    expect(() => session.update()).toThrow(`${message}; training diverged: lower optimiser.learningRate`)
    session.close()
  })

  test('an update that does not fit the action space', async () => {
    await expect(train({ ...quick, env: followTask, update: 'mse' })).rejects.toThrow(
      /'mse' reads the outputs as action values, which needs a discrete action space/,
    )
  })
})

test('20,000 minibatches leave the WASM memory and the heap as they were', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const config = resolveConfig({ ...quick, env: 'CartPole-v1', epochs: 50, minibatches: 4, totalSteps: 1e6 })
  const session = await Session.create(config, config.env)
  session.begin()
  const heapAfter = (updates: number) => {
    for (let i = 0; i < updates; i++) session.update()
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  const heapBefore = heapAfter(20)
  const memoryBefore = session.kernels.memory.buffer.byteLength
  const heap = heapAfter(100)
  expect(session.kernels.memory.buffer.byteLength).toBe(memoryBefore)
  expect(heap - heapBefore).toBeLessThan(1e6)
})
