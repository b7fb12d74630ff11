/** V-trace and Retrace(λ), against their definitions as sums, and against exact values of a small MDP. */
import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../random/index.ts'
import { correctedAdvantages, generalisedAdvantages } from './returns.ts'

const numEnvs = 2
const rows = 14
const [gamma, lambda] = [0.9, 0.8]
const random = Pcg64.fromSeed(11)
const numbers = () => Float32Array.from({ length: rows }, () => random.normal())
const rollout = {
  normalisedRewards: numbers(),
  values: numbers(),
  nextValues: numbers(),
  dones: Uint8Array.from({ length: rows }, (_, i) => Number(i === 5 || i === 8)),
  numEnvs,
  advantages: new Float32Array(rows),
}
const traces = Float32Array.from({ length: rows }, () => random.random())
const q = numbers()

/** r + γV(s') − b of a row. */
const delta = (i: number, baselines: Float32Array) =>
  rollout.normalisedRewards[i] + gamma * rollout.nextValues[i] - baselines[i]

/** Σ_k γ^(k−t) · Π λc_i · term(k) to the end of the episode, or of the rollout; c from `first` rows after t on. */
function traced(t: number, first: 0 | 1, term: (k: number) => number): number {
  let sum = 0
  let product = 1
  for (let k = t; k < rows; k += numEnvs) {
    if (k > t) product *= gamma * lambda * traces[first === 0 ? k - numEnvs : k]
    sum += product * term(k)
    if (rollout.dones[k]) break
  }
  return sum
}

function expectClose(found: ArrayLike<number>, wanted: readonly number[]): void {
  for (const [i, one] of wanted.entries()) expect(found[i], `row ${i}`).toBeCloseTo(one, 5)
}
const all = Array.from({ length: rows }, (_, i) => i)

describe('corrected returns', () => {
  test('are GAE where both policies are one', () => {
    const { normalisedRewards, values, nextValues, dones } = rollout
    const wanted = new Float32Array(rows)
    generalisedAdvantages(normalisedRewards, values, nextValues, dones, numEnvs, gamma, lambda, wanted)
    correctedAdvantages(rollout, new Float32Array(rows).fill(1), values, gamma, lambda)
    expectClose(rollout.advantages, Array.from(wanted))
  })

  test('are Retrace(λ) over action values', () => {
    correctedAdvantages(rollout, traces, q, gamma, lambda)
    expectClose(
      rollout.advantages,
      all.map((t) => q[t] + traced(t, 1, (k) => delta(k, q)) - rollout.values[t]),
    )
  })

  test('are V-trace over state values, with its advantages', () => {
    const { values, dones } = rollout
    correctedAdvantages(rollout, traces, values, gamma, lambda)
    const vTrace = (t: number) => values[t] + traced(t, 0, (k) => traces[k] * delta(k, values))
    expectClose(
      all.map((t) => values[t] + traces[t] * rollout.advantages[t]),
      all.map(vTrace),
    )
    const following = (t: number) =>
      dones[t] || t + numEnvs >= rows ? 0 : lambda * (vTrace(t + numEnvs) - values[t + numEnvs])
    expectClose(
      rollout.advantages,
      all.map((t) => delta(t, values) + gamma * following(t)),
    )
  })
})

/** Two states, two actions, all known: next state and reward of (s, a), π and μ. */
const mdp = {
  next: [0, 1, 1, 0],
  reward: [1, -0.5, 0.3, 2],
  pi: [0.7, 0.3, 0.2, 0.8],
  mu: [0.4, 0.6, 0.5, 0.5],
}
const horizon = 6

/** Q of a policy, by iteration to its fixed point. */
function actionValues(policy: readonly number[]): number[] {
  let found = [0, 0, 0, 0]
  for (let i = 0; i < 500; i++)
    found = found.map((_, sa) => mdp.reward[sa] + gamma * stateValues(found, policy)[mdp.next[sa]])
  return found
}
const stateValues = (actions: readonly number[], policy: readonly number[]) =>
  [0, 2].map((sa) => policy[sa] * actions[sa] + policy[sa + 1] * actions[sa + 1])

/** Every way of `horizon` steps of μ from a pair, with its probability. */
function ways(start: number): { pairs: number[]; probability: number }[] {
  return Array.from({ length: 2 ** (horizon - 1) }, (_, choices) => {
    const pairs = [start]
    let probability = 1
    for (let t = 1; t < horizon; t++) {
      const pair = 2 * mdp.next[pairs[t - 1]] + ((choices >> (t - 1)) & 1)
      probability *= mdp.mu[pair]
      pairs.push(pair)
    }
    return { pairs, probability }
  })
}

/** The mean over all ways from a pair of what the first step is to learn. */
function meanTarget(
  start: number,
  q: readonly number[],
  v: readonly number[],
  cap: number,
  tied: boolean,
): number {
  let mean = 0
  for (const { pairs, probability } of ways(start)) {
    const of = (value: (pair: number) => number) => Float32Array.from(pairs, value)
    const values = of((pair) => v[pair >> 1])
    const advantages = new Float32Array(horizon)
    const dones = new Uint8Array(horizon)
    const nextValues = of((pair) => v[mdp.next[pair]])
    const normalisedRewards = of((pair) => mdp.reward[pair])
    const traces = of((pair) => Math.min(cap, mdp.pi[pair] / mdp.mu[pair]))
    const baselines = tied ? of((pair) => q[pair]) : values
    correctedAdvantages(
      { normalisedRewards, values, nextValues, dones, numEnvs: 1, advantages },
      traces,
      baselines,
      gamma,
      lambda,
    )
    mean += probability * (values[0] + (tied ? 1 : traces[0]) * advantages[0])
  }
  return mean
}

describe('from the steps of another policy', () => {
  test('Retrace(λ) learns the action values of π', () => {
    let q = [0, 0, 0, 0]
    for (let i = 0; i < 90; i++) {
      const v = stateValues(q, mdp.pi)
      q = q.map((_, pair) => meanTarget(pair, q, v, 1, true))
    }
    expectClose(q, actionValues(mdp.pi))
  })

  test.each([
    ['π itself, where no ratio is capped', 1e6, mdp.pi],
    ['a policy between π and μ, where ratios are', 1, between()],
  ])('V-trace learns the values of %s', (_, cap, policy) => {
    let v = [0, 0]
    for (let i = 0; i < 200; i++)
      v = v.map((_, s) =>
        [2 * s, 2 * s + 1].reduce((sum, pair) => sum + mdp.mu[pair] * meanTarget(pair, [], v, cap, false), 0),
      )
    expectClose(v, stateValues(actionValues(policy), policy))
  })
})

/** min(μ, π) of each action over their sum (Espeholt et al. 2018, equation 3). */
function between(): number[] {
  const least = mdp.pi.map((p, pair) => Math.min(p, mdp.mu[pair]))
  return least.map((one, pair) => one / (least[pair] + least[pair ^ 1]))
}
