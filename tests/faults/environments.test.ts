/** Environments that do all that an environment must not: each is refused in a sentence that says what it did, or trains. */
import { expect, test } from 'vitest'
import type { Environment } from '../../src/envs/index.ts'
import { train } from '../../src/runs/index.ts'
import { isSentence, tallyOf } from './tally.ts'

const tally = tallyOf('hostile environments')

const box = (low: unknown = [-1], high: unknown = [1], shape: unknown = [1]) => ({
  kind: 'box',
  shape,
  low,
  high,
})
const discrete = (n: unknown = 2) => ({ kind: 'discrete', n })
const step = { observation: new Float32Array(1), reward: 1, terminated: true, truncated: false }

/** A good environment but for these fields. */
const env = (change: object) => () =>
  ({
    id: 'Hostile',
    observationSpace: box(),
    actionSpace: discrete(),
    reset: () => new Float32Array(1),
    step: () => step,
    ...change,
  }) as unknown as Environment
const observing = (observationSpace: unknown) => env({ observationSpace })
const acting = (actionSpace: unknown) => env({ actionSpace })
const stepping = (change: object) => env({ step: () => ({ ...step, ...change }) })
const throwing = (error: unknown) => () => {
  throw error
}

const hostile: Record<string, () => Environment> = {
  'a discrete space of 0': acting(discrete(0)),
  'a discrete space of −1': acting(discrete(-1)),
  'a discrete space of 2.5': acting(discrete(2.5)),
  'a discrete space of 1e9': acting(discrete(1e9)),
  'a discrete space of NaN': acting(discrete(Number.NaN)),
  'a discrete space of Infinity': acting(discrete(Number.POSITIVE_INFINITY)),
  'a discrete space of "2"': acting(discrete('2')),
  'a discrete space without n': acting({ kind: 'discrete' }),
  'discrete observations of 0': observing(discrete(0)),
  'discrete observations of 1e9': observing(discrete(1e9)),
  'a shape of [0]': observing(box([], [], [0])),
  'a shape of [−2]': observing(box([0, 0], [1, 1], [-2])),
  'a shape of [1e12]': observing(box([0], [1], [1e12])),
  'a shape of [1.5]': observing(box([0], [1], [1.5])),
  'a shape of text': observing(box([0], [1], 'wide')),
  'no shape': observing({ kind: 'box', low: [0], high: [1] }),
  'bounds of another length': observing(box([0, 0], [1], [1])),
  'bounds of NaN': acting(box([Number.NaN], [1])),
  'bounds the wrong way round': acting(box([1], [-1])),
  'no bounds of actions': acting(box([Number.NEGATIVE_INFINITY], [Number.POSITIVE_INFINITY])),
  'bounds of null': observing(box(null, null)),
  'a dictionary space': observing({ kind: 'dict', spaces: { a: box() } }),
  'a tuple space': observing({ kind: 'tuple', spaces: [box()] }),
  'a space of an unknown kind': acting({ kind: 'text' }),
  'a space of null': acting(null),
  'a space that is a number': observing(3),
  'no observation space': observing(undefined),
  'nvec of nothing': acting({ kind: 'multiDiscrete', nvec: [] }),
  'nvec with 0': acting({ kind: 'multiDiscrete', nvec: [2, 0] }),
  'nvec of text': acting({ kind: 'multiDiscrete', nvec: 'ab' }),
  '0 bits': acting({ kind: 'multiBinary', n: 0 }),
  '1e9 bits': acting({ kind: 'multiBinary', n: 1e9 }),
  'a constructor that throws': throwing(new Error('no licence')),
  'a constructor that throws a text': throwing('no licence'),
  'a constructor that gives nothing': (() => undefined) as never,
  'a reset that throws': env({ reset: throwing(new Error('cable')) }),
  'a reset that gives nothing': env({ reset: () => undefined }),
  'a reset that gives a promise': env({ reset: async () => new Float32Array(1) }),
  'a reset of another length': env({ reset: () => new Float32Array(2) }),
  'a reset that gives NaN': env({ reset: () => [Number.NaN] }),
  'no reset': env({ reset: undefined }),
  'no step': env({ step: undefined }),
  'a step that throws': env({ step: throwing(new Error('cable')) }),
  'a step that throws null': env({ step: throwing(null) }),
  'a step that gives nothing': env({ step: () => undefined }),
  'a step that gives a promise': env({ step: async () => step }),
  'a reward of NaN': stepping({ reward: Number.NaN }),
  'a reward of Infinity': stepping({ reward: Number.POSITIVE_INFINITY }),
  'a reward of 1e38': stepping({ reward: 1e38 }),
  'rewards of ±1e38': env({
    step: () => ({ ...step, reward: 1e38 * Math.sign((performance.now() % 2) - 1) }),
  }),
  'a reward of text': stepping({ reward: '1' }),
  'no reward': stepping({ reward: undefined }),
  'an observation of NaN': stepping({ observation: [Number.NaN] }),
  'an observation of 1e38': stepping({ observation: [1e38] }),
  'an observation of another length': stepping({ observation: new Float32Array(3) }),
  'an observation of null': stepping({ observation: null }),
  'terminated as text': stepping({ terminated: 'yes' }),
  'no truncated': stepping({ truncated: undefined }),
  'a mask of another length': env({ actionMask: () => new Uint8Array(5).fill(1) }),
  'a mask without an action': env({ actionMask: () => new Uint8Array(2) }),
  'a getState that throws': env({ getState: throwing(new Error('locked')), setState() {} }),
  'a getState that JSON changes': env({ getState: () => ({ at: new Float32Array(1) }), setState() {} }),
  'a close that throws': env({ close: throwing(new Error('stuck')) }),
}

test.each(Object.entries(hostile))('%s', async (_, make) => {
  tally.tried++
  const settings = {
    totalSteps: 256,
    numEnvs: 2,
    rolloutSteps: 32,
    checkpointEvery: 1,
    network: { hidden: [8] },
  }
  const error = await train({ ...settings, env: make }).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error !== undefined && !isSentence(error)) throw error
  tally.survived++
})

test('there are 60 and more', () => {
  expect(Object.keys(hostile).length).toBeGreaterThanOrEqual(60)
})
