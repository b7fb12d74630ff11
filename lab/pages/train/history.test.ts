import { expect, test } from 'vitest'
import { box } from '../../../src/envs/index.ts'
import { MAX_ROWS } from '../../../src/runs/files/index.ts'
import { type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { curveMetrics, factsOf } from '../../../src/training/metrics.ts'
import { MAX_POINTS } from './curve-buckets.ts'
import { hintOf } from './hints.ts'
import { History } from './history.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const numbers = Object.fromEntries(
  curveMetrics.filter((name) => factsOf(name).missing !== 'absent').map((name) => [name, 0.5]),
)

const row = (i: number, values: Partial<Metrics> = {}) =>
  ({ ...numbers, update: i + 1, step: 10 * (i + 1), seconds: (i + 1) / 4, episodes: i, ...values }) as Metrics

/** Rows that count how often anything is read off them. */
function countingRows(count: number) {
  const reads = { count: 0 }
  const counted = (plain: Metrics) =>
    new Proxy(plain, {
      get(target, name) {
        reads.count++
        return Reflect.get(target, name)
      },
    })
  return { reads, rows: Array.from({ length: count }, (_, i) => counted(row(i, { meanReturn: i % 7 }))) }
}

test.each([1000, 50_000])('drawing %d rows, and a word on them, reads no more than a few', (count) => {
  const { reads, rows } = countingRows(count)
  const history = new History(rows)
  // Each row once, when it comes: its metrics and where it stands.
  expect(reads.count).toBeLessThan(30 * count)
  reads.count = 0
  for (const metric of curveMetrics)
    expect(history.curves.curve(metric, 'step')[0].length).toBeLessThanOrEqual(MAX_POINTS)
  for (const metric of ['meanReturn', 'approxKl', 'entropy', 'explainedVariance'] as const)
    hintOf(metric, history, config, box(-1, 1, [1]))
  expect(reads.count).toBeLessThan(100)
})

test('a curve has the means of the rows, each row once, and ends at the last', () => {
  const values = Array.from({ length: 2777 }, (_, i) => Math.sin(i / 100) + i / 1000)
  const history = new History(values.map((entropy, i) => row(i, { entropy })))
  const [steps, means] = history.curves.curve('entropy', 'step')
  expect(steps.at(-1)).toBe(27_770)
  expect(steps.length).toBeGreaterThan(MAX_POINTS / 2)
  let from = 0
  steps.forEach((step, i) => {
    const share = values.slice(from, step / 10)
    expect(means[i]).toBeCloseTo(share.reduce((sum, value) => sum + value, 0) / share.length, 10)
    from = step / 10
  })
  expect(history.curves.curve('entropy', 'seconds')[0].at(-1)).toBe(2777 / 4)
})

test('rows without a value leave no point', () => {
  const history = new History([row(0, { meanReturn: null }), row(1), row(2, { regret: 3 })])
  expect(history.curves.curve('meanReturn', 'step')[0]).toEqual([20, 30])
  expect(history.curves.curve('regret', 'step')).toEqual([[30], [3]])
})

test('cut back, it is as if the rows had never come', () => {
  const rows = Array.from({ length: 900 }, (_, i) => row(i, { meanReturn: i }))
  const history = new History(rows)
  history.cut(5005)
  const fresh = new History(rows.slice(0, 500))
  expect(history.latest).toBe(rows[499])
  expect(history.until(70)).toEqual(rows.slice(0, 7))
  expect(history.curves.curve('meanReturn', 'step')).toEqual(fresh.curves.curve('meanReturn', 'step'))
})

test('a long run keeps as few rows as its folder would, and the last', () => {
  const history = new History(Array.from({ length: 20_001 }, (_, i) => row(i)))
  const rows = history.until(Number.POSITIVE_INFINITY)
  expect(rows.length).toBeLessThanOrEqual(MAX_ROWS + 1)
  expect(rows.slice(0, 3).map(({ update }) => update)).toEqual([4, 8, 12])
  expect(rows.at(-1)?.update).toBe(20_001)
  expect(history.until(175).map(({ update }) => update)).toEqual([4, 8, 12, 16])
})
