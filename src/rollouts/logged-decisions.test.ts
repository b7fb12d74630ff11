import { expect, test } from 'vitest'
import { readLog } from '../decisions/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { Policy } from '../policies/index.ts'
import { LoggedDecisions } from './logged-decisions.ts'
import { loggedEnvironments } from './logged-environments.ts'

const ROWS = 700

async function sourceOf(rows: number, seed = 1, critic: 'separate' | 'tied' = 'separate') {
  const log = await readLog(
    Array.from({ length: ROWS }, (_, i) => ({
      x: i,
      action: `a${i % 3}`,
      probability: 0.1 + (i % 7) / 10,
      reward: i % 5,
    })),
  )
  const kernels = await loadKernels()
  const { observationSpace, actionSpace } = loggedEnvironments(log, 1)
  const network = {
    ...{ convolutions: [], hidden: [4], activation: 'tanh' as const, layerNorm: false, sharedTrunk: false },
    ...{ initialisation: 'orthogonal' as const, initialLogStd: 0 },
  }
  const policy = new Policy(
    kernels,
    {
      ...{
        observationSpace,
        actionSpace,
        network,
        normaliseObservations: false,
        normaliseRewards: false,
        seed: 1,
      },
      critic: critic === 'tied' ? { tied: 'expected', temperature: 1 } : critic,
      features: log.features,
    },
    64,
  )
  policy.initialise()
  const [column] = log.features.columns
  if (column.kind !== 'number') throw new Error('x is no number')
  const indexAt = (observation: number) => Math.abs(Math.round(observation * column.deviation + column.mean))
  return { source: new LoggedDecisions(kernels, policy, policy, log, rows, seed), indexAt, policy }
}

test('a pass has every row once, with μ exactly as it was logged', async () => {
  const { source, indexAt } = await sourceOf(ROWS)
  for (let pass = 0; pass < 3; pass++) {
    source.collect()
    const { observations, actions, rewards, logProbs, outputs, dones, terminated } = source.rollout
    const seen = Array.from(observations.data.subarray(0, ROWS), indexAt)
    expect(new Set(seen).size).toBe(ROWS)
    for (const [row, i] of seen.entries()) {
      expect(actions[row]).toBe(i % 3)
      expect(rewards[row]).toBe(i % 5)
      expect(logProbs[row]).toBe(Math.fround(Math.log(0.1 + (i % 7) / 10)))
      expect(outputs[row]).toBe(logProbs[row])
    }
    expect(dones.every(Boolean) && terminated.every(Boolean)).toBe(true)
  }
})

test('rollouts reach from one pass into the next, and go on from a state', async () => {
  const { source, indexAt } = await sourceOf(300)
  const counts = new Map<number, number>()
  const seen: number[][] = []
  for (let update = 0; update < 7; update++) {
    source.collect()
    seen.push(Array.from(source.rollout.observations.data.subarray(0, 300), indexAt))
    for (const i of seen[update]) counts.set(i, (counts.get(i) ?? 0) + 1)
  }
  expect([...counts.values()].every((count) => count === 3)).toBe(true)
  expect(counts.size).toBe(ROWS)
  const { source: other } = await sourceOf(300)
  for (let update = 0; update < 4; update++) other.collect()
  const { source: resumed } = await sourceOf(300)
  resumed.setState(other.getState())
  for (let update = 4; update < 7; update++) {
    resumed.collect()
    expect(Array.from(resumed.rollout.observations.data.subarray(0, 300), indexAt)).toEqual(seen[update])
  }
})

test('advantages are rewards beyond the critic, and the value is SNIPS of the policy', async () => {
  const { source, policy } = await sourceOf(128)
  source.collect()
  source.computeAdvantages()
  const { rewards, values, advantages, observations, actions, logProbs } = source.rollout
  let [weights, sum] = [0, 0]
  for (let row = 0; row < 128; row++) {
    expect(advantages[row]).toBe(Math.fround(rewards[row] - values[row]))
    const probabilities = policy.probabilities(observations.data.slice(row, row + 1))
    const weight = probabilities[actions[row]] / Math.exp(logProbs[row])
    weights += weight
    sum += weight * rewards[row]
  }
  expect(new Set(values).size).toBeGreaterThan(50)
  expect(source.policyValue).toBeCloseTo(sum / weights, 5)
})
