import { expect, test } from 'vitest'
import { resolveConfig } from './config.ts'
import {
  curveMetrics,
  factsOf,
  learningMetrics,
  type MetricName,
  metricEntries,
  metrics,
  withPresentNames,
} from './metrics.ts'
import { Session } from './session.ts'

const small = { totalSteps: 64, numEnvs: 2, rolloutSteps: 32, minibatches: 1, network: { hidden: [4] } }

test('a row has the metrics of the table and no others', async () => {
  const rows = []
  for (const env of ['CartPole-v1', 'Bandit-v0']) {
    const session = await Session.create(resolveConfig({ env, ...small }), env)
    session.begin()
    rows.push(session.update())
    session.close()
  }
  const always = metricEntries.filter(([, { missing }]) => missing !== 'absent').map(([name]) => name)
  expect(Object.keys(rows[0]).sort()).toEqual([...always].sort())
  // Evaluations are the loop's, beside the session; logs of decisions have tests of their own.
  const ofSession = metricEntries
    .map(([name]) => name)
    .filter((name) => !['evaluationReturn', 'policyValue'].includes(name))
  expect(Object.keys(rows[1]).sort()).toEqual(ofSession.sort())
  for (const row of rows)
    for (const [name, value] of Object.entries(row))
      if (factsOf(name as MetricName).missing !== 'null') expect(value, name).toEqual(expect.any(Number))
})

test('names of earlier versions are read as those of today', () => {
  expect(withPresentNames({ update: 1, meanPush: 0.5, own: 2 })).toEqual({ update: 1, meanAbsF: 0.5, own: 2 })
  const row = { update: 1, meanAbsF: 0.5 }
  expect(withPresentNames(row)).toBe(row)
})

test('groups and means are those of the table', () => {
  expect(learningMetrics).toEqual([
    'policyLoss',
    'valueLoss',
    'approxKl',
    'clipFraction',
    'entropy',
    'meanAbsF',
    'gradNorm',
  ])
  expect(curveMetrics).not.toContain('step')
  expect(curveMetrics.slice(0, 3)).toEqual(['meanReturn', 'meanLength', 'regret'])
})

test('a healthy range has a reason, and its thresholds are in order', () => {
  for (const [name, { healthy, reading, meaning }] of metricEntries) {
    expect(meaning, name).not.toBe('')
    if (!healthy) continue
    expect(reading, name).toBeDefined()
    expect(healthy.low).toBeLessThan(healthy.high)
    expect(healthy.reason.length).toBeGreaterThan(40)
    const { idle = healthy.high, harmful } = healthy
    expect(idle).toBeLessThanOrEqual(healthy.high)
    if (harmful !== undefined) expect(harmful < healthy.low || harmful > healthy.high).toBe(true)
  }
})

/** The mean |log ρ| of normal log ratios with a KL divergence: their deviation is √(2·KL), the mean size √(2/π) of that. */
const meanLogRatio = (kl: number) => Math.sqrt(2 * kl) * Math.sqrt(2 / Math.PI)

/** Entropy of n actions, one of probability p and the others alike, as a share of ln n. */
const entropyShare = (p: number, n: number) =>
  -(p * Math.log(p) + (1 - p) * Math.log((1 - p) / (n - 1))) / Math.log(n)

test('the numbers in the reasons are right', () => {
  const { approxKl, entropy } = metrics
  expect(meanLogRatio(approxKl.healthy.high)).toBeCloseTo(0.2, 2)
  expect(meanLogRatio(approxKl.healthy.harmful)).toBeCloseTo(0.36, 2)
  expect(meanLogRatio(approxKl.healthy.idle)).toBeCloseTo(0.01, 2)
  expect(entropyShare(0.6, 2)).toBeCloseTo(entropy.healthy.high, 2)
  expect(entropyShare(0.38, 4)).toBeCloseTo(entropy.healthy.high, 2)
  expect(entropyShare(0.997, 2)).toBeCloseTo(entropy.healthy.low, 2)
  expect(entropyShare(0.994, 4)).toBeCloseTo(entropy.healthy.low, 2)
})
