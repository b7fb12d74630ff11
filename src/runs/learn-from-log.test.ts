import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as ort from 'onnxruntime-web'
import { afterAll, expect, test } from 'vitest'
import { judge, readLog } from '../decisions/index.ts'
import { ACTIONS, DEVICES, RATES, shopRows } from '../decisions/testing/rows.ts'
import { compareOnnx, loadPolicy, type OnnxRuntime, toOnnx } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import { catalogue } from '../updates/index.ts'
import { load, loadRun, resume, train } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'formscale-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'shop.jsonl')
writeFileSync(
  file,
  shopRows(2000)
    .map((row) => JSON.stringify(row))
    .join('\n'),
)

const best = RATES.map((rates) => ACTIONS[rates.indexOf(Math.max(...rates))])

test('what is best on each device is learnt, and goes along as bytes with its columns', async () => {
  const log = await readLog(shopRows(4000))
  const { policy, config } = await train({ data: log, totalSteps: 40_000 })
  expect([config.env, config.data, config.update.name]).toEqual(['log:the log', 'log', 'off-policy-pg'])
  const bytes = policy.toBytes({ critic: false })
  expect(bytes.length).toBeLessThan(10_000)
  const taken = await loadPolicy(bytes)
  for (const [d, device] of DEVICES.entries()) {
    const decision = taken.decide({ device, hour: 12 }, { deterministic: true })
    expect(decision).toEqual({ action: best[d], probability: 1 })
    const [observation] = [taken.spec.features!.columns[0]].map((column) =>
      column.kind === 'category' ? column.values.map((value) => (value === device ? 1 : 0)) : [],
    )
    const sampled = taken.decide({ device, hour: 12 })
    const hour = taken.spec.features!.columns[1]
    const standardised = hour.kind === 'number' ? (12 - hour.mean) / hour.deviation : 0
    const probabilities = taken.probabilities(Float32Array.from([...observation, standardised]))
    expect(sampled.probability).toBeCloseTo(probabilities[log.features.actions.indexOf(sampled.action)], 6)
  }
  expect(() => taken.decide({ device: 'phone' })).toThrow(
    "the row has no 'hour'; give null where it is unknown",
  )
  expect(() => taken.decide({ device: 'phone', hour: 'noon' })).toThrow(
    "hour is 'noon'; it must be a finite number",
  )
  expect(taken.decide({ device: null, hour: null }).probability).toBeGreaterThan(0)
})

test.each(Object.keys(catalogue))('%s learns from a log', async (update) => {
  const log = await readLog(shopRows(1000))
  const { policy } = await train({ data: log, update, totalSteps: 8000 })
  const { values } = judge(policy, await readLog(shopRows(3000, 9), { features: log.features }), {
    resamples: 100,
  })
  expect(values.snips!.gain.value).toBeGreaterThan(0.02)
})

test('a run from a file is resumed to the same bits, by its folder and by its bytes', async () => {
  const settings = { data: file, rolloutSteps: 700, totalSteps: 7000, checkpointEvery: 2 }
  const whole = await train({ ...settings })
  const out = join(folder, 'run')
  const half = await train({ ...settings, out, stopAt: 3000 })
  expect(half.result.status).toBe('stopped')
  const weights = (run: typeof whole) => Array.from(run.policy.network.parameters.values.data)
  expect(weights(await resume(out))).toEqual(weights(whole))
  expect(weights(await resume(half.toBytes(), { data: await readLog(file) }))).toEqual(weights(whole))
  const again = (await load(out)).policy
  expect(again.decide({ device: 'phone', hour: 1 }, { deterministic: true }).action).toBe('sale')
  expect((await loadRun(whole.toBytes())).policy.spec.features).toEqual(whole.policy.spec.features)
})

test('a policy learns more from another log, by its own columns', async () => {
  const first = await train({ data: file, totalSteps: 8000 })
  const more = join(folder, 'more.jsonl')
  const rows = shopRows(1000, 5).map((row, i) => (i < 3 ? { ...row, device: 'watch' } : row))
  writeFileSync(more, rows.map((row) => JSON.stringify(row)).join('\n'))
  const second = await train({ from: first, data: more, totalSteps: 4000 })
  expect(second.policy.spec.features).toEqual(first.policy.spec.features)
  await expect(train({ from: first, data: await readLog(rows), totalSteps: 100 })).rejects.toThrow(
    'the weights of the run of log:',
  )
})

test.each([
  [{ gradient: 'exact', minibatches: 1 }, "gradient is 'exact', which needs a tabular environment"],
  [{ behaviour: { kind: 'uniform' } }, "behaviour.kind is 'uniform', but the log has chosen already"],
  [{ evaluateEvery: 10 }, 'evaluateEvery plays episodes, which a log has not'],
  [{ normaliseObservations: true }, 'normaliseObservations is for what is met on the way'],
] as const)('%o has no meaning for a log', async (settings, message) => {
  await expect(train({ data: file, ...settings })).rejects.toThrow(message)
})

test('what is no log, and a log that is to be played', async () => {
  await expect(train({ data: [1] as never })).rejects.toThrow(
    /^data is 1; it must be a file of logged decisions/,
  )
  await expect(train({ env: `log:${file}`, envThreads: 2, evaluateEvery: 5 })).rejects.toThrow(
    'evaluateEvery',
  )
  const { config } = await train({ env: `log:${file}`, totalSteps: 1000 })
  expect(config.env).toBe(`log:${file}`)
})

test('actions share what is learnt by their features, also one that was never logged', async () => {
  const items = Array.from({ length: 12 }, (_, i) => ({
    action: `item${i}`,
    price: i,
    kind: i % 2 ? 'shoe' : 'book',
  }))
  const random = stream(4, 'logs')
  // Whoever is rich clicks on what is dear; item11, the dearest, is never shown.
  const rows = Array.from({ length: 4000 }, () => {
    const [rich, shown] = [random.integers(0, 2), random.integers(0, 11)]
    const rate = rich ? shown / 11 : 1 - shown / 11
    return { rich, action: `item${shown}`, probability: 1 / 11, reward: rate }
  })
  const log = await readLog(rows, { actionFeatures: items })
  expect(log.features.actions.length).toBe(12)
  const { policy } = await train({ data: log, totalSteps: 80_000 })
  const taken = await loadPolicy(policy.toBytes())
  const sharesOf = (rich: number) => {
    const [column] = log.features.columns
    const number = column.kind === 'number' ? (rich - column.mean) / column.deviation : 0
    return taken.probabilities(Float32Array.of(number))
  }
  const [poor, rich] = [sharesOf(0), sharesOf(1)]
  expect(poor[0] + poor[1]).toBeGreaterThan(0.6)
  expect(rich[11]).toBeGreaterThan(10 * poor[11])
  ort.env.logLevel = 'error'
  const { distribution } = await compareOnnx(taken, toOnnx(taken), ort as unknown as OnnxRuntime)
  expect(distribution).toBeLessThan(1e-5)
})
