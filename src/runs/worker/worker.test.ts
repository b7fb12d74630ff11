import { expect, test } from 'vitest'
import { loadRun, type Run, type Steering, train } from '../index.ts'
import type { Order, Report } from './messages.ts'
import { Service } from './service.ts'
import { type TrainingWorker, trainInWorker } from './train-in-worker.ts'

/** A worker in this thread: what is told to and fro is cloned, as between threads. */
function workerHere(): TrainingWorker {
  const listeners = new Set<(event: never) => void>()
  const soon = (act: () => void) => void setTimeout(act)
  const service = new Service((report: Report) => {
    const data = structuredClone(report)
    soon(() => {
      for (const listener of [...listeners]) listener({ data } as never)
    })
  })
  return {
    postMessage(message) {
      const order = structuredClone(message) as Order
      soon(() => service.take(order))
    },
    addEventListener: (type, listener) => type === 'message' && listeners.add(listener),
    removeEventListener: (type, listener) => type === 'message' && listeners.delete(listener),
  }
}

const settings = {
  env: 'CartPole-v1',
  totalSteps: 512,
  numEnvs: 2,
  rolloutSteps: 32,
  network: { hidden: [8] },
}
const weights = ({ policy }: Run) => Array.from(policy.network.parameters.values.data)

test('hooks in the page steer a run in a worker to the bits of one without', async () => {
  const steer = async ({ update }: { update: number }, { set, stop }: Pick<Steering, 'set' | 'stop'>) => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (update === 2) set('gamma', 0.9)
    if (update === 6) stop('enough')
  }
  const seen: string[] = []
  const there = await trainInWorker(workerHere(), {
    ...settings,
    evaluateEvery: 256,
    evaluateEpisodes: 1,
    checkpointEvery: 4,
    onUpdate: steer,
    onEpisode: ({ length }) => seen.push(`episode ${length > 0}`),
    onEvaluation: ({ step }) => seen.push(`evaluation ${step}`),
    onCheckpoint: async ({ step, bytes }) => {
      seen.push(`checkpoint ${step} ${(await loadRun(bytes)).result.steps}`)
    },
    onProgress: ({ step }) => seen.push(`progress ${step}`),
  })
  const here = await train({ ...settings, onUpdate: steer })
  expect(weights(there)).toEqual(weights(here))
  expect(there.changes).toEqual([{ step: 128, path: 'gamma', value: 0.9 }])
  expect(there.result).toMatchObject({ status: 'stopped', reason: 'enough', steps: 384 })
  const once = seen.filter((what) => !what.startsWith('episode'))
  expect(once).toEqual([
    ...['progress 64', 'progress 128', 'progress 192', 'evaluation 256', 'checkpoint 256 256'],
    ...['progress 256', 'progress 320', 'progress 384', 'checkpoint 384 384'],
  ])
  expect(seen.filter((what) => what === 'episode true')).toHaveLength(there.result.episodes)
})

test('a stopWhen that is a function is asked in the page, an aim in the worker', async () => {
  const stopWhen = ({ step }: { step: number }) => step > 100 && 'far enough'
  const { result } = await trainInWorker(workerHere(), { ...settings, stopWhen })
  expect(result).toMatchObject({ reason: 'far enough', steps: 128 })
  const aimed = await trainInWorker(workerHere(), {
    ...settings,
    totalSteps: 50_000,
    stopWhen: { meanReturn: 9 },
  })
  expect(aimed.result).toMatchObject({ status: 'finished', reason: expect.stringContaining('stopWhen') })
})

test.each<[string, Parameters<typeof trainInWorker>[1], RegExp]>([
  [
    'an error in a hook',
    {
      ...settings,
      onUpdate: () => {
        throw new Error('no')
      },
    },
    /^no$/,
  ],
  [
    'a change that cannot be',
    { ...settings, onUpdate: (_, { set }) => set('seed', 2) },
    /^seed can't change/,
  ],
  [
    'the policy',
    { ...settings, onUpdate: (_, { policy }) => policy },
    /^the policy is in the worker; onCheckpoint/,
  ],
  ['a setting that is wrong', { ...settings, gamma: 2 }, /^gamma is 2/],
  [
    'a function that is no hook',
    { ...settings, env: (() => {}) as never },
    /^these settings can't be sent to a worker/,
  ],
])('%s is an error of one line', async (_, options, message) => {
  await expect(trainInWorker(workerHere(), options)).rejects.toThrow(message)
})
