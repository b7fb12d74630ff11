import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { evaluate } from '../training/index.ts'
import { shutDoorTask } from '../training/testing/tasks.ts'
import { type Run, resume, type TrainOptions, train } from './index.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-replay-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)
const small = {
  ...{ numEnvs: 2, rolloutSteps: 32, minibatches: 2, epochs: 1, totalSteps: 640, checkpointEvery: 1 },
  network: { hidden: [8] },
} as const satisfies Partial<TrainOptions>

describe('kept rollouts and a target network', () => {
  test.each<[string, TrainOptions]>([
    [
      'with a critic of its own, normalised inputs and episodes cut short',
      {
        ...{ env: 'CartPole-v1?maxEpisodeSteps=9', update: 'ppo', normaliseObservations: true, ...small },
        replay: { rollouts: 4, perUpdate: 2 },
      },
    ],
    [
      'with a tied critic that ε-greedy acts by',
      {
        ...{ env: 'CartPole-v1', update: 'mse', behaviour: { kind: 'epsilon-greedy' }, ...small },
        ...{ replay: { rollouts: 3 }, targetNetwork: { every: 1, rate: 0.1 } },
      },
    ],
    ['with masks', { env: () => shutDoorTask(0, -1, 4), update: 'mse', replay: { rollouts: 3 }, ...small }],
  ])('go on to the same bits, %s', async (_, settings) => {
    const whole = await train({ ...settings, seed: 3 })
    const out = join(dir, 'run')
    await train({
      ...settings,
      seed: 3,
      out,
      onUpdate: ({ update }, { stop }) => {
        if (update === 5) stop()
      },
    })
    const { env } = settings
    const again = await resume(out, typeof env === 'string' ? {} : { env })
    expect(again.result).toMatchObject({ status: 'finished', steps: 640 })
    expect(weights(again)).toEqual(weights(whole))
  })

  test('learn CartPole from old steps', async () => {
    const run = await train({
      ...{ env: 'CartPole-v1', update: 'ppo', totalSteps: 30_000, numEnvs: 8, rolloutSteps: 32, seed: 5 },
      ...{ epochs: 2, minibatches: 8, optimiser: { learningRate: 1e-3 }, network: { hidden: [32] } },
      replay: { rollouts: 8, perUpdate: 4 },
    })
    const { meanReturn } = await evaluate(run.policy, 'CartPole-v1', { episodes: 20 })
    expect(meanReturn).toBeGreaterThan(200)
  })

  test.each<[RegExp, Partial<TrainOptions>]>([
    [
      /^replay.rollouts is 2, but data is 'log', which collects nothing to keep: set replay.rollouts=1$/,
      { data: 'log', replay: { rollouts: 2 } },
    ],
    [
      /^targetNetwork.every is 5, but gradient is 'exact'.*: set targetNetwork.every=null$/,
      { gradient: 'exact', minibatches: 1, targetNetwork: { every: 5 } },
    ],
  ])('that have no meaning are refused: %s', async (message, settings) => {
    await expect(train({ env: 'FourRooms-v0', ...settings })).rejects.toThrow(message)
  })
})
