import { expect, it } from 'vitest'
import { configText } from '../../runs/files/index.ts'
import { resolveConfig } from '../../training/config.ts'
import { requireOwnRun } from './own-run.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const file = (settings = config) => Buffer.from(configText(settings, 'simd', 'v20'))
const finished = {
  status: 'finished' as const,
  result: {
    status: 'finished' as const,
    steps: 1,
    updates: 1,
    episodes: 0,
    meanReturn: null,
    seconds: 1,
    stepsPerSecond: 1,
  },
}
const whole = ['config.json', 'metrics.jsonl', 'checkpoint/checkpoint.safetensors', 'result.json']
const contents = (names: readonly string[], settings = config) =>
  new Map(names.map((name) => [name, name === 'config.json' ? file(settings) : Buffer.from('')]))

it('takes the whole run of its job, a part of it without an outcome, and a failure with nothing', () => {
  requireOwnRun(contents(whole), { config }, finished)
  requireOwnRun(contents(['config.json']), { config })
  requireOwnRun(contents([]), { config }, { status: 'failed', message: '', stack: '' })
})

it.each(whole)('refuses an outcome without %s', (missing) => {
  const rest = whole.filter((name) => name !== missing)
  expect(() => requireOwnRun(contents(rest), { config }, finished)).toThrow(`without its ${missing}`)
})

it('names both settings where the files are of another run', () => {
  const other = resolveConfig({ env: './evil.mjs' })
  expect(() => requireOwnRun(contents(whole, other), { config }, finished)).toThrow(
    'the files in Redis are of a run with env=./evil.mjs; this one has CartPole-v1',
  )
  const faster = resolveConfig({ env: 'CartPole-v1', optimiser: { learningRate: 1 } })
  expect(() => requireOwnRun(contents(whole, faster), { config })).toThrow('optimiser.learningRate=1')
  const reseeded = resolveConfig({ env: 'CartPole-v1', seed: 7 })
  expect(() => requireOwnRun(contents(whole, reseeded), { config })).toThrow('seed=7; this one has 1')
})

it('refuses settings that are none', () => {
  const damaged = new Map([['config.json', Buffer.from('null')]])
  expect(() => requireOwnRun(damaged, { config })).toThrow(/^config.json of a run in Redis can't be read: /)
})
