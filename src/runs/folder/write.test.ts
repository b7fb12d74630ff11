import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identityTask } from '../../training/testing/tasks.ts'
import { type TrainOptions, train } from '../train.ts'
import { readRun } from './read.ts'
import { RunFolder } from './write.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-write-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const at = (...names: string[]) => join(dir, ...names)

const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 32,
  totalSteps: 640,
  checkpointEvery: 2,
  network: { hidden: [8] },
} as const satisfies TrainOptions

/** Does something once, after so many updates. */
const after = (updates: number, act: () => void) => ({
  onProgress: ({ update }: { update: number }) => {
    if (update === updates) act()
  },
})

describe('a folder that goes while a run writes it', () => {
  test.each<[string, () => void]>([
    ['removed', () => rmSync(at('run'), { recursive: true })],
    ['renamed', () => renameSync(at('run'), at('elsewhere'))],
    [
      'replaced',
      () => {
        renameSync(at('run'), at('elsewhere'))
        mkdirSync(at('run'))
        writeFileSync(at('run/thesis.tex'), '')
      },
    ],
  ])('%s: the run says so, and makes no other', async (_, act) => {
    const run = train({ ...settings, out: at('run'), ...after(3, act) })
    await expect(run).rejects.toThrow(/run was removed or renamed while the run wrote to it/)
    expect(existsSync(at('run')) ? readdirSync(at('run')) : []).toEqual(
      existsSync(at('run')) ? ['thesis.tex'] : [],
    )
  })
})

test('a run that fails before its first checkpoint removes its own files alone', async () => {
  mkdirSync(at('given'))
  const env = () => ({
    ...identityTask(),
    step: () => {
      writeFileSync(at('given/thesis.tex'), 'all my work')
      throw new Error('no')
    },
  })
  await expect(train({ ...settings, env, out: at('given') })).rejects.toThrow('no')
  expect(readdirSync(at('given'))).toEqual(['thesis.tex'])
})

test('a second writer is refused', async () => {
  const out = at('run')
  const second = () => RunFolder.reopen(out, { updates: 2, steps: 128 })
  await train({ ...settings, out, ...after(4, () => expect(second).toThrow(/run is in use by process \d+/)) })
  expect(readRun(out).result?.status).toBe('finished')
  expect(readdirSync(out)).not.toContain('in-use.json')
})

test.each<[string, (text: string) => string]>([
  ['a row that lacks', (text) => text.replace(/.*\n/, '')],
  ['a changed number', (text) => text.replace(/"episodes":(\d)/, '"episodes":9$1')],
  ['a line break more', (text) => `${text}\n`],
])('%s in metrics.jsonl is said', async (_, change) => {
  await train({ ...settings, out: at('run') })
  readRun(at('run'))
  writeFileSync(at('run/metrics.jsonl'), change(readFileSync(at('run/metrics.jsonl'), 'utf8')))
  expect(() => readRun(at('run'))).toThrow(
    /result.json and metrics.jsonl don't belong together|line \d+ is not a row/,
  )
})

test('a changed number in result.json is said', async () => {
  await train({ ...settings, out: at('run') })
  const text = readFileSync(at('run/result.json'), 'utf8')
  writeFileSync(at('run/result.json'), text.replace(/"meanReturn": /, '"meanReturn": 9'))
  expect(() => readRun(at('run'))).toThrow(/don't belong together/)
})

test('a snapshot that JSON would change is an error at the first checkpoint, with its place', async () => {
  const env = (state: unknown) => () => ({
    ...identityTask(),
    getState: () => ({ inner: { state } }) as never,
    setState() {},
  })
  const run = (state: unknown) => train({ ...settings, env: env(state), out: at('run') })
  await expect(run(new Float32Array(2))).rejects.toThrow(
    "environment Identity: getState() gives a Float32Array at 'inner.state', which JSON does not bring back",
  )
  await expect(run(new Map())).rejects.toThrow(/gives a Map at 'inner.state'/)
  await expect(run(Number.NaN)).rejects.toThrow(/gives NaN at 'inner.state'/)
  await expect(run(1n)).rejects.toThrow(/gives a bigint at 'inner.state'/)
  expect((await run([1, 'a', null, { b: Number.POSITIVE_INFINITY }])).result.status).toBe('finished')
})
