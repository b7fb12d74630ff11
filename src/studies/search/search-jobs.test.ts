import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CHECKPOINT_FILE } from '../../runs/files/index.ts'
import { writeFakeRun } from '../../runs/testing/fake-run.ts'
import { pointOf } from '../../updates/index.ts'
import { JobQueue } from '../engine/job-queue.ts'
import { readStudyFile } from '../file/read.ts'
import { recordFailure } from '../folder/failure.ts'
import type { Job, Outcome } from '../job.ts'
import { SearchJobs } from './search-jobs.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-search-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const text = `
environments: [CartPole-v1]
updates: [ppo]
seeds: {first: 11, count: 2}
budget: {totalSteps: 900}
search:
  method: asha
  metric: final return
  seeds: [101, 102]
  trials: 12
  reduction: 3
  rungs: 3
  spaces:
    found:
      base: ppo
      space:
        scale.alphaR: {from: -1, to: 1}
`

function open(out: string, study = text): SearchJobs {
  const file = join(dir, 'study.yaml')
  writeFileSync(file, study)
  const { search, study: reported } = readStudyFile(file)
  return new SearchJobs(search!, reported, out)
}

/** How good a point is: best at αr = 0.3, and clearer with every step. */
const returnOf = ({ config: { update, seed } }: Job, steps: number) =>
  (-Math.abs(pointOf(update).scale.alphaR - 0.3) + 0.001 * (seed % 7)) * steps

/** Does a job as an engine would, but for the training. */
async function perform(job: Job, fails: (job: Job) => boolean): Promise<Outcome> {
  if (fails(job)) {
    const failure = { status: 'failed', message: 'diverged', stack: '' } as const
    await recordFailure(job, failure)
    return failure
  }
  const { config, folder, stopAt = config.totalSteps } = job
  const returns = Array.from({ length: stopAt / 100 }, (_, i) => returnOf(job, 100 * (i + 1)))
  const status = stopAt < config.totalSteps ? 'stopped' : 'finished'
  writeFakeRun(folder, { settings: { ...config, update: { ...config.update } }, returns, status })
  mkdirSync(join(folder, 'checkpoint'), { recursive: true })
  writeFileSync(join(folder, CHECKPOINT_FILE), '')
  return { status, result: JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) }
}

/** Does up to `most` jobs, one at a time, and gives their names in order. */
async function work(jobs: SearchJobs, most = Number.POSITIVE_INFINITY, fails = (_: Job) => false) {
  const queue = new JobQueue(jobs.jobs)
  const done: string[] = []
  for (let job = queue.next(); job && done.length < most; job = queue.next()) {
    const outcome = await perform(job, fails)
    done.push(`${job.name} to ${job.stopAt ?? job.config.totalSteps}`)
    for (const next of jobs.ended(job, outcome)) queue.add(next)
  }
  return done
}

test('trials climb rung by rung on the search seeds, and the best runs on the held-out ones', async () => {
  const jobs = open(join(dir, 'out'))
  const done = await work(jobs)
  const runs = (pattern: RegExp) => done.filter((name) => pattern.test(name))
  expect(runs(/^found-0\d\d seed 10[12] to 100$/)).toHaveLength(24)
  expect(runs(/to 300$/).length).toBeGreaterThanOrEqual(8)
  expect(runs(/^found-\d+ seed 10[12] to 900$/).length).toBeGreaterThanOrEqual(2)
  expect(done.slice(-2)).toEqual(['found seed 11 to 900', 'found seed 12 to 900'])

  const [space] = jobs.state().spaces
  const distance = (coordinates: Record<string, unknown>) =>
    Math.abs((coordinates['scale.alphaR'] as number) - 0.3)
  const nearest = space.trials.toSorted((a, b) => distance(a.coordinates) - distance(b.coordinates))[0]
  expect(space.best).toBe(nearest.name)
  const [{ config, folder }] = jobs.reported
  expect(pointOf(config.update).scale.alphaR).toBe(nearest.coordinates['scale.alphaR'])
  expect(config.update.name).toBe('found')
  expect(config.update.about).toContain(
    `best of 12 trials by final return, ${nearest.name}: ppo with alphaR=`,
  )
  expect(folder).toBe(join(dir, 'out', 'CartPole-v1', 'found', 'seed-11'))
})

test('a search that is taken up again after any of its runs does the same as one that never stopped', async () => {
  const whole = await work(open(join(dir, 'whole')))
  for (const stop of [1, 8, 14, 25, whole.length - 1]) {
    const out = join(dir, `stopped-${stop}`)
    const before = await work(open(out), stop)
    const after = await work(open(out))
    expect([...before, ...after]).toEqual(whole)
  }
  expect(await work(open(join(dir, 'whole')))).toEqual([])
})

test('trials that fail are the worst, and are not tried again', async () => {
  const fails = ({ config, folder }: Job) =>
    pointOf(config.update).scale.alphaR > 0 && folder.includes('search')
  const jobs = open(join(dir, 'out'))
  await work(jobs, undefined, fails)
  expect(pointOf(jobs.reported[0].config.update).scale.alphaR).toBeLessThan(0)
  expect(await work(open(join(dir, 'out')))).toEqual([])
})

describe('what keeps the best from being run is said', () => {
  test('all trials failed', async () => {
    const jobs = open(join(dir, 'out'))
    await work(jobs, undefined, () => true)
    expect(jobs.problems).toEqual([expect.stringContaining("all trials of 'found' failed")])
  })

  test('a metric that the environment does not have', async () => {
    const jobs = open(join(dir, 'out'), text.replace('final return', 'final regret'))
    await work(jobs)
    expect(jobs.problems).toEqual([expect.stringContaining('has a final regret in CartPole-v1')])
  })

  test('another trial was the best before', async () => {
    const out = join(dir, 'out')
    await work(open(out, text.replace('trials: 12', 'trials: 9')))
    const jobs = open(out, text.replace('trials: 12', 'trials: 40'))
    await work(jobs)
    expect(jobs.problems).toEqual([
      expect.stringMatching(/found.seed-11 was made with update\.scale\.alphaR/),
    ])
  })
})

test('a search is not mixed with one that was made otherwise', async () => {
  const out = join(dir, 'out')
  await work(open(out), 3)
  expect(() => open(out, text.replace('reduction: 3', 'reduction: 2'))).toThrow(
    /made with reduction 3, not 2/,
  )
  expect(() => open(out, text.replace('from: -1', 'from: 0'))).toThrow(/was made with update.scale.alphaR=/)
})
