import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { writeFakeRun } from '../../runs/testing/fake-run.ts'
import { RunCache } from './run-cache.ts'
import { overview, runsOf } from './views.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-runs-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A snapshot that is not the one of a moment ago. */
const fresh = () => new RunCache(dir).refresh()
const paths = (entries: readonly { path: string }[]) => entries.map(({ path }) => path)

test('finds runs and the studies that they belong to, in the natural order of names', async () => {
  for (const seed of [10, 2]) writeFakeRun(join(dir, 'study', 'ppo', `seed-${seed}`), { returns: [1] })
  writeFileSync(join(dir, 'study', 'study.json'), '{"commands": ["formscale compare"]}')
  writeFakeRun(join(dir, 'study', 'search', 'trial-1'), { returns: [1] })
  writeFileSync(join(dir, 'study', 'search', 'search.json'), '{}')
  writeFakeRun(join(dir, 'alone'), { returns: [1] })
  const snapshot = await fresh()
  expect(paths(snapshot.runs)).toEqual([
    'alone',
    'study/ppo/seed-2',
    'study/ppo/seed-10',
    'study/search/trial-1',
  ])
  expect(snapshot.runs.map(({ study }) => study)).toEqual(['', 'study', 'study', 'study/search'])
  // Trials count only where they are asked for.
  expect(paths(runsOf(snapshot, undefined))).toEqual(['alone', 'study/ppo/seed-2', 'study/ppo/seed-10'])
  expect(paths(runsOf(snapshot, 'study/search'))).toEqual(['study/search/trial-1'])
  expect(paths(runsOf(snapshot, ''))).toEqual(['alone'])
  expect(overview(dir, snapshot, 0).studies).toEqual([
    { path: 'study', search: false, runs: 2, commands: ['formscale compare'] },
    { path: 'study/search', search: true, runs: 1, commands: [] },
  ])
})

test('a folder that is not there yet is empty, and a run itself may be the folder', async () => {
  rmSync(dir, { recursive: true })
  expect(await fresh()).toMatchObject({ runs: [], broken: [] })
  writeFakeRun(dir, { returns: [1] })
  expect(paths((await fresh()).runs)).toEqual([''])
})

test('what is broken is reported, and leaves the rest alone', async () => {
  writeFakeRun(join(dir, 'good'), { returns: [1, 2] })
  writeFakeRun(join(dir, 'bad-metrics'), { returns: [1] })
  appendFileSync(join(dir, 'bad-metrics', 'metrics.jsonl'), 'rubbish\n')
  mkdirSync(join(dir, 'bad-config'))
  writeFileSync(join(dir, 'bad-config', 'config.json'), '{"config": {"env": 7}}')
  mkdirSync(join(dir, 'folder-for-file', 'metrics.jsonl'), { recursive: true })
  mkdirSync(join(dir, 'pipe'))
  execFileSync('mkfifo', [join(dir, 'pipe', 'config.json')])
  const { runs, broken } = await fresh()
  expect(paths(runs)).toEqual(['good'])
  expect(broken.map(({ path, problem }) => [path, problem])).toEqual([
    ['bad-config', expect.stringContaining('config.json: env is 7')],
    ['bad-metrics', 'metrics.jsonl line 2 is not a row of metrics: it is not JSON'],
    ['folder-for-file', 'metrics.jsonl is not a file'],
    ['pipe', 'config.json is not a file'],
  ])
})

test('links do not lead out of the folder', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'formscale-outside-'))
  try {
    writeFakeRun(join(outside, 'secret'), { returns: [42] })
    writeFakeRun(join(dir, 'good'), { returns: [1] })
    symlinkSync(join(outside, 'secret'), join(dir, 'linked-run'))
    for (const file of ['config.json', 'metrics.jsonl', 'result.json']) {
      writeFakeRun(join(dir, `linked-${file}`), { returns: [1] })
      rmSync(join(dir, `linked-${file}`, file))
      symlinkSync(join(outside, 'secret', file), join(dir, `linked-${file}`, file))
    }
    writeFakeRun(join(dir, 'linked-checkpoint'), { returns: [1] })
    mkdirSync(join(outside, 'checkpoint'))
    writeFileSync(join(outside, 'checkpoint', 'checkpoint.safetensors'), 'secret')
    symlinkSync(join(outside, 'checkpoint'), join(dir, 'linked-checkpoint', 'checkpoint'))
    // A link that stays inside is as good as a file.
    writeFakeRun(join(dir, 'inside'), { returns: [1] })
    rmSync(join(dir, 'inside', 'config.json'))
    symlinkSync(join(dir, 'good', 'config.json'), join(dir, 'inside', 'config.json'))
    const { runs, broken } = await fresh()
    expect(paths(runs)).toEqual(['good', 'inside'])
    expect(broken.map(({ path, problem }) => [path, problem])).toEqual([
      ['linked-checkpoint', 'checkpoint/checkpoint.safetensors is a link out of the folder that is served'],
      ...['config.json', 'metrics.jsonl', 'result.json'].map((file) => [
        `linked-${file}`,
        `${file} is a link out of the folder that is served`,
      ]),
    ])
  } finally {
    rmSync(outside, { recursive: true })
  }
})

test('only runs whose files have changed are read again', async () => {
  writeFakeRun(join(dir, 'done'), { returns: [1] })
  writeFakeRun(join(dir, 'going-on'), { returns: [1], status: 'killed' })
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const cache = new RunCache(dir)
  const before = await cache.refresh()
  expect(await cache.refresh()).toBe(before)
  vi.advanceTimersByTime(320)
  expect((await cache.refresh()).version).toBe(before.version)
  writeFakeRun(join(dir, 'going-on'), { returns: [1, 2, 3], status: 'killed' })
  vi.advanceTimersByTime(320)
  const after = await cache.refresh()
  expect(after.version).toBe(before.version + 1)
  expect(after.runs[0].record).toBe(before.runs[0].record)
  expect(after.runs[1].record.metrics).toHaveLength(3)
})

test('a run says how it is', async () => {
  writeFakeRun(join(dir, 'a-finished'), { returns: [1, 7], settings: { seed: 3 } })
  writeFakeRun(join(dir, 'b-stopped'), { returns: [1], status: 'stopped', settings: { totalSteps: 900 } })
  writeFakeRun(join(dir, 'c-running'), { returns: [4], status: 'killed' })
  writeFakeRun(join(dir, 'd-interrupted'), { returns: [4], status: 'killed' })
  const long = new Date(Date.now() - 3_600_000)
  for (const file of ['config.json', 'metrics.jsonl'])
    utimesSync(join(dir, 'd-interrupted', file), long, long)
  writeFakeRun(join(dir, 'e-failed'), { returns: [4], status: 'killed' })
  writeFileSync(join(dir, 'e-failed', 'failure.json'), '{}')
  const { runs } = overview(dir, await fresh(), Date.now())
  expect(runs.map(({ status }) => status)).toEqual([
    'finished',
    'stopped',
    'running',
    'interrupted',
    'failed',
  ])
  expect(runs[0]).toMatchObject({ path: 'a-finished', update: 'ppo', seed: 3, steps: 200, meanReturn: 7 })
  expect(runs[1]).toMatchObject({ steps: 100, totalSteps: 900 })
})

test('long runs are thinned, with their last row', async () => {
  writeFakeRun(join(dir, 'long'), { returns: Array.from({ length: 5000 }, (_, i) => i) })
  const [{ record }] = (await fresh()).runs
  expect(record.metrics.length).toBeLessThanOrEqual(1000)
  expect(record.metrics.at(-1)?.meanReturn).toBe(4999)
})

test('while many rows are read, others get their turn', async () => {
  writeFakeRun(join(dir, 'long'), { returns: Array.from({ length: 8000 }, (_, i) => i) })
  let turns = 0
  const count = () => {
    turns++
    next = setImmediate(count)
  }
  let next = setImmediate(count)
  const work = new RunCache(dir).refresh()
  onTestFinished(() => clearImmediate(next))
  await work
  // Read in one go there would be none.
  expect(turns).toBeGreaterThan(0)
})

test('what is not a file of a run is not read, however large', async () => {
  writeFakeRun(join(dir, 'huge'), { returns: [1] })
  truncateSync(join(dir, 'huge', 'metrics.jsonl'), 2 ** 31)
  writeFakeRun(join(dir, 'huge-config'), { returns: [1] })
  truncateSync(join(dir, 'huge-config', 'config.json'), 2 ** 21)
  expect((await fresh()).broken.map(({ problem }) => problem)).toEqual([
    'metrics.jsonl has 2147483648 bytes; it may have at most 67108864',
    'config.json has 2097152 bytes; it may have at most 1048576',
  ])
})

test('a run that is taken away is gone, and what takes its place is seen', async () => {
  writeFakeRun(join(dir, 'a'), { returns: [1] })
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const cache = new RunCache(dir)
  expect(paths((await cache.refresh()).runs)).toEqual(['a'])
  rmSync(join(dir, 'a'), { recursive: true })
  writeFakeRun(join(dir, 'a', 'b'), { returns: [1] })
  for (const _ of ['finds a no run', 'looks into it']) {
    vi.advanceTimersByTime(320)
    await cache.refresh()
  }
  expect(await cache.refresh()).toMatchObject({ runs: [{ path: 'a/b' }], broken: [] })
})
