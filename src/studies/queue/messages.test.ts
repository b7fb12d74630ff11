import { expect, it, test } from 'vitest'
import { resolveConfig } from '../../training/config.ts'
import { outcomeFrom, outcomeText, progressFrom, queuedRunFrom, runIdFrom } from './messages.ts'

const study = '01234567-89ab-cdef-0123-456789abcdef'
const id = `${study}-${'0'.repeat(24)}`
const config = resolveConfig({ env: 'CartPole-v1' })
const job = { name: 'ppo seed 1', member: 'ppo', config, priority: 0 }
const result = {
  status: 'finished',
  steps: 1,
  updates: 1,
  episodes: 0,
  meanReturn: null,
  seconds: 1,
  stepsPerSecond: 1,
}

test('what this version writes is read as it was', () => {
  expect(runIdFrom(id)).toBe(id)
  expect(queuedRunFrom({ study, job: { ...job, stopAt: 5 } })).toEqual({ study, job: { ...job, stopAt: 5 } })
  const message = { id, metrics: { update: 1, step: 1, episodes: 0 } }
  expect(progressFrom(JSON.stringify(message))).toEqual(message)
  for (const outcome of [
    { status: 'finished' as const, result: { ...result, status: 'finished' as const } },
    { status: 'failed' as const, message: 'no', stack: '' },
  ])
    expect(outcomeFrom(outcomeText(outcome))).toEqual(outcome)
})

test('a failure is told however long its message', () => {
  const outcome = { status: 'failed' as const, message: 'x'.repeat(1e7), stack: 'y'.repeat(1e7) }
  expect(outcomeFrom(outcomeText(outcome))).toMatchObject({ status: 'failed' })
})

it.each(['../../x', '', `${id}/..`, `${study}-../../../../../../tmp`, `${id}\n`, undefined])(
  'an id such as %j is refused',
  (wrong) => {
    expect(() => runIdFrom(wrong)).toThrow(/is not an id of a run$/)
  },
)

it.each([
  [undefined, /damaged/],
  ['{}', /damaged/],
  [{ study: '../x', job }, /damaged: study is /],
  [{ study, job: { ...job, name: 'x'.repeat(301) } }, /damaged: job\.name is /],
  [{ study, job: { ...job, stopAt: -1 } }, /damaged: job\.stopAt is /],
  [{ study, job: { ...job, stopAt: Number.POSITIVE_INFINITY } }, /damaged: job\.stopAt is /],
  [{ study, job: { ...job, priority: '1' } }, /damaged: job\.priority is /],
  [{ study, job: { ...job, config: { ...config, numEnvs: 1e9 } } }, /^numEnvs is 1000000000/],
  [{ study, job: { ...job, config: null } }, /the settings/],
  [{ study, job: { ...job, config: { ...config, out: '/etc' } } }, /unknown setting 'out'/],
])('the queued run %j is refused', (data, problem) => {
  expect(() => queuedRunFrom(data)).toThrow(problem)
})

it.each([
  ['', /not a JSON object/],
  ['null', /not a JSON object/],
  [`${'['.repeat(1e6)}`, /not a JSON object/],
  [' '.repeat(1_000_001), /has 1000001 characters/],
])('the message %.20j is refused', (text, problem) => {
  expect(() => progressFrom(text)).toThrow(problem)
  expect(() => outcomeFrom(text)).toThrow(problem)
})

it.each([
  [{ id: '../x' }, /damaged: id is /],
  [{ id, metrics: { update: 1, step: -1, episodes: 0 } }, /^step is -1/],
  [{ id, problem: 5 }, /damaged: problem is /],
])('the progress %j is refused', (message, problem) => {
  expect(() => progressFrom(JSON.stringify(message))).toThrow(problem)
})

it.each([
  [{}, /damaged: result is /],
  [{ status: 'finished' }, /damaged: result is /],
  [{ result: [] }, /not a JSON object/],
  [{ status: 'failed', message: 5, stack: '' }, /damaged: message is /],
  [{ status: 'finished', result: { ...result, meanReturn: 'much' } }, /^meanReturn is "much"/],
  [{ status: 'finished', result: { ...result, steps: -1 } }, /^steps is -1/],
])('the outcome %j is refused', (outcome, problem) => {
  expect(() => outcomeFrom(JSON.stringify(outcome))).toThrow(problem)
})
