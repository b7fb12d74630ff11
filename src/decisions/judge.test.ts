import { Matrix, solve } from 'ml-matrix'
import { expect, test } from 'vitest'
import { box, discrete } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { Policy } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import type { Decisions } from './decisions.ts'
import { type EstimatorName, estimatorNames, estimators } from './estimators.ts'
import { judge } from './judge.ts'
import { readLog } from './read.ts'
import { RewardModel } from './reward-model.ts'
import { Tally } from './tally.ts'
import { ACTIONS, DEVICES, LOGGED, RATES, shopRows } from './testing/rows.ts'

const kernels = await loadKernels()

/** A linear policy on a log, with these logits for each device. */
async function policyOn(log: Decisions, logits: readonly (readonly number[])[]): Promise<Policy> {
  const policy = new Policy(kernels, {
    observationSpace: box(-Infinity, Infinity, [log.observationSize]),
    actionSpace: discrete(log.features.actions.length),
    network: {
      convolutions: [],
      hidden: [],
      activation: 'tanh',
      layerNorm: false,
      sharedTrunk: false,
      initialisation: 'orthogonal',
      initialLogStd: 0,
    },
    critic: 'none',
    normaliseObservations: false,
    normaliseRewards: false,
    seed: 1,
    features: log.features,
  })
  const weights = policy.network.parameters.get('actor.head.weights').value.data.fill(0)
  const [devices] = log.features.columns
  if (devices.kind !== 'category') throw new Error('device is no category')
  for (const [d, name] of devices.values.entries())
    for (const [a, action] of log.features.actions.entries())
      weights[d * ACTIONS.length + a] = logits[DEVICES.indexOf(name)][ACTIONS.indexOf(action)]
  return policy
}

const softmax = (logits: readonly number[]) => {
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0)
  return logits.map((logit) => Math.exp(logit) / sum)
}

const TASTE = [
  [0, 1, -1],
  [1, 0, 0.5],
  [-0.5, 0.2, 0.8],
]
/** What the policy of these logits earns a decision, devices being equally frequent. */
const WORTH =
  TASTE.reduce(
    (total, logits, d) => total + softmax(logits).reduce((sum, p, a) => sum + p * RATES[d][a], 0),
    0,
  ) / 3

test('the estimators are those of the textbooks, row by row', () => {
  const row = { reward: 2, weight: 3, predicted: 0.5, expected: 1.25 }
  const parts = Object.fromEntries(
    estimatorNames.map((name) => [name, [estimators[name].upper(row, 2), estimators[name].lower(row, 2)]]),
  )
  expect(parts).toEqual({
    ips: [6, 1],
    'clipped-ips': [4, 1],
    snips: [6, 3],
    dm: [1.25, 1],
    dr: [1.25 + 3 * 1.5, 1],
    'switch-dr': [1.25, 1],
  })
  expect(estimators['switch-dr'].upper({ ...row, weight: 2 }, 2)).toBe(1.25 + 2 * 1.5)
})

/** Every context, action and reward as often as it is likely: what estimators say of it is exact. */
function expectedRows() {
  return DEVICES.flatMap((device, d) =>
    ACTIONS.flatMap((action, a) =>
      [0, 1].flatMap((reward) => {
        const share = LOGGED[d][a] * (reward === 1 ? RATES[d][a] : 1 - RATES[d][a])
        const row = { device, hour: 0, action, probability: LOGGED[d][a], reward }
        return Array.from({ length: Math.round(share * 100) }, () => row)
      }),
    ),
  )
}

test('on a log that is its own expectation, estimators without a model are exact', async () => {
  const log = await readLog(expectedRows())
  expect(log.rows).toBe(300)
  const { values, logged, meanWeight, effectiveRows } = judge(await policyOn(log, TASTE), log, { cap: 1000 })
  for (const name of ['ips', 'clipped-ips', 'snips'] as const)
    expect(values[name]!.value, name).toBeCloseTo(WORTH, 6)
  // The regression of a fold has not seen all of the expectation.
  for (const name of ['dm', 'dr', 'switch-dr'] as const)
    expect(Math.abs(values[name]!.value - WORTH), name).toBeLessThan(0.02)
  expect(meanWeight).toBeCloseTo(1, 6)
  const earned =
    DEVICES.reduce((sum, _, d) => sum + LOGGED[d].reduce((all, p, a) => all + p * RATES[d][a], 0), 0) / 3
  expect(logged.value).toBeCloseTo(earned, 12)
  expect(values.ips!.gain.value).toBeCloseTo(WORTH - earned, 6)
  const squares = DEVICES.reduce(
    (sum, _, d) => sum + softmax(TASTE[d]).reduce((all, p, a) => all + p ** 2 / LOGGED[d][a], 0),
    0,
  )
  expect(effectiveRows).toBeCloseTo(300 / (squares / 3), 3)
})

test('intervals hold the worth about 95 times in a hundred', async () => {
  const inside: Partial<Record<EstimatorName, number>> = {}
  for (let seed = 0; seed < 50; seed++) {
    const log = await readLog(shopRows(400, seed))
    const { values } = judge(await policyOn(log, TASTE), log, { resamples: 200, seed })
    for (const name of estimatorNames) {
      const { low, high } = values[name]!.interval
      inside[name] = (inside[name] ?? 0) + (low <= WORTH && WORTH <= high ? 1 : 0)
    }
  }
  for (const name of ['ips', 'clipped-ips', 'snips', 'dr', 'switch-dr'] as const) {
    expect(inside[name], name).toBeGreaterThanOrEqual(43)
  }
})

test('groups of rows give the interval of rows, and the same one every time', () => {
  const random = stream(3, 'logs')
  const options = { cap: 10, isModelled: false, resamples: 1000, seed: 1 }
  const [tally, again] = [new Tally(options), new Tally(options)]
  let squares = 0
  const n = 20_000
  for (let i = 0; i < n; i++) {
    const row = {
      reward: random.random() < 0.3 ? 1 : 0,
      weight: 2 * random.random(),
      predicted: 0,
      expected: 0,
    }
    tally.add(row)
    again.add(row)
    squares += (row.reward * row.weight - 0.3) ** 2
  }
  const { value, interval } = tally.estimates().values.ips!
  const error = Math.sqrt(squares / n / n)
  expect(interval.high - value).toBeCloseTo(1.96 * error, 3)
  expect(value - interval.low).toBeCloseTo(1.96 * error, 3)
  expect(again.estimates()).toEqual(tally.estimates())
})

test('the greedy policy is judged by its likeliest actions', async () => {
  const log = await readLog(shopRows(20_000))
  const policy = await policyOn(log, TASTE)
  const worth = (RATES[0][1] + RATES[1][0] + RATES[2][2]) / 3
  const { values } = judge(policy, log, { deterministic: true })
  expect(Math.abs(values.snips!.value - worth)).toBeLessThan(0.02)
})

test('few effective rows, and probabilities that are wrong, are warned of', async () => {
  const log = await readLog(shopRows(300))
  const far = await policyOn(log, [
    [-9, -9, 9],
    [-9, 9, -9],
    [9, -9, -9],
  ])
  expect(judge(far, log).warnings[0]).toMatch(/^the effective sample is small, \d+\.\d of 300 rows/)
  const wrong = await readLog(
    shopRows(3000).map((row) => ({ ...row, probability: (row['probability'] as number) / 2 })),
  )
  expect(judge(await policyOn(wrong, TASTE), wrong).warnings[0]).toMatch(
    /^weights have a mean of \d\.\d\d and not of 1/,
  )
  const right = await readLog(shopRows(3000))
  expect(judge(await policyOn(right, TASTE), right).warnings).toEqual([])
})

test('a policy and a log that do not fit are told apart', async () => {
  const log = await readLog(shopRows(300))
  const policy = await policyOn(log, TASTE)
  const other = await readLog(shopRows(300, 2))
  expect(() => judge(policy, other)).toThrow(
    /was not read by the columns of the policy: readLog\(file, \{ features/,
  )
  expect(() => judge(policy, log, { cap: 0 })).toThrow('cap is 0; it must be a number > 0')
})

test('the reward model is a ridge regression for each action, on the rows of the other folds', async () => {
  const rows = shopRows(240).map((row, i) => ({ ...row, hour: (i * 7) % 24, reward: Math.sin(i) }))
  const log = await readLog(rows, { context: ['hour'] })
  const model = RewardModel.fit(log)
  const { observations, actions, rewards } = log.read(0)
  const mean = rewards.subarray(0, 240).reduce((sum, reward) => sum + reward, 0) / 240
  for (const [fold, row] of [0, 1, 2].map((i) => [i, i + 30])) {
    const found = new Float64Array(3)
    model.predict(observations, row, row, found)
    for (let a = 0; a < 3; a++) {
      const others = Array.from({ length: 240 }, (_, i) => i).filter(
        (i) => i % 3 !== fold && actions[i] === a,
      )
      const x = new Matrix(others.map((i) => [observations[i], 1]))
      const y = Matrix.columnVector(others.map((i) => rewards[i] - mean))
      const squares = x.transpose().mmul(x).add(Matrix.eye(2))
      const [slope, intercept] = solve(squares, x.transpose().mmul(y)).to1DArray()
      expect(found[a]).toBeCloseTo(mean + slope * observations[row] + intercept, 10)
    }
  }
})
