import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Profile } from '../training/index.ts'
import { train } from './train.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

const work = (milliseconds: number) => {
  now += milliseconds
}

test('time goes to the innermost phase, under every phase that it was called from', async () => {
  const profile = new Profile()
  const worker = {
    outer(times: number) {
      work(10)
      for (let i = 0; i < times; i++) this.inner()
      return times
    },
    inner: () => work(5),
    async later() {
      work(1)
      await Promise.resolve()
      work(2)
    },
    fails() {
      work(3)
      throw new Error('as it should')
    },
  }
  profile.time(worker, 'inner', 'inner')
  profile.time(worker, 'outer', 'outer', 'itself')
  profile.time(worker, 'later', 'later')
  profile.time(worker, 'fails', 'fails')
  work(1000)
  profile.start()
  expect(worker.outer(4)).toBe(4)
  worker.inner()
  await worker.later()
  expect(() => worker.fails()).toThrow('as it should')
  work(7)
  const seconds = profile.rows().map(({ name, depth, seconds }) => [depth, name, Math.round(1000 * seconds)])
  expect(seconds).toEqual([
    [0, 'all', 48],
    [1, 'outer', 30],
    [2, 'inner', 20],
    [2, 'itself', 10],
    [1, 'inner', 5],
    [1, 'later', 3],
    [1, 'fails', 3],
    [1, 'the rest', 7],
  ])
  expect(profile.rows()[1].share).toBeCloseTo(30 / 48, 10)
})

test('what its looks at the clock take is not counted', () => {
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 0.25
    return now
  })
  const profile = new Profile()
  const worker = { outer: () => worker.inner(), inner: () => work(4) }
  profile.time(worker, 'inner', 'inner')
  profile.time(worker, 'outer', 'outer')
  profile.start()
  for (let i = 0; i < 1000; i++) worker.outer()
  const [all, outer, inner, rest] = profile.rows()
  expect(inner.seconds).toBeCloseTo(4, 3)
  expect(outer.seconds).toBeCloseTo(4, 3)
  expect(rest.seconds).toBeCloseTo(0, 3)
  expect(all.seconds).toBeCloseTo(4, 3)
})

test('a run is the same with a profile, which adds up', async () => {
  vi.restoreAllMocks()
  const settings = { env: 'CartPole-v1', totalSteps: 2048, network: { hidden: [8] } } as const
  const weights = (run: Awaited<ReturnType<typeof train>>) => [...run.policy.network.parameters.values.data]
  const profile = new Profile()
  const profiled = await train({ ...settings, profile })
  expect(weights(profiled)).toEqual(weights(await train(settings)))
  const rows = profile.rows()
  const names = rows.filter(({ depth }) => depth === 1).map(({ name }) => name)
  expect(names).toEqual(['collect', 'advantages', 'learn', 'idle', 'checkpoints', 'the rest'])
  const shares = rows.filter(({ depth }) => depth === 1).reduce((sum, { share }) => sum + share, 0)
  expect(shares).toBeCloseTo(1, 10)
  const inLearn = rows
    .slice(rows.findIndex(({ name }) => name === 'learn'))
    .filter(({ depth }) => depth === 2)
  expect(inLearn.map(({ name }) => name).slice(0, 4)).toEqual([
    'forward',
    'distribution',
    'backward',
    'optimiser',
  ])
})
