import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../../random/index.ts'
import { catalogue, deltaO, deltaR, resolveUpdate, scale, scaleFunction } from '../../../updates/index.ts'
import { Bandit } from '../../bandits/bandit.ts'
import { Chain } from '../chain.ts'
import { Garnet } from '../garnet.ts'
import type { TabularMdp } from '../mdp.ts'
import { differences, distance, paper, randomLogits } from '../testing/examples.ts'
import { actionValues, advantages, expectedUpdate, occupancy, policyGradient, softmax } from './index.ts'

const gamma = 0.9
const mdps: [string, TabularMdp][] = [
  ['on paper', paper],
  ['bandit', new Bandit().mdp],
  ['chain', new Chain().mdp],
  ['garnet', new Garnet({ states: 10 }).mdp],
]

describe.each(mdps)('%s', (_, mdp) => {
  const outputs = randomLogits(mdp, 1)
  const behaviourOutputs = randomLogits(mdp, 2)
  const behaviour = softmax(behaviourOutputs, mdp.actions)
  const advantage = advantages(mdp, behaviour, gamma)
  const visits = occupancy(mdp, behaviour, gamma)
  /** Σ_s d_μ(s) Σ_a of a quantity of (s,a). */
  const total = (quantity: (pair: number) => number) =>
    advantage.reduce((sum, _, pair) => sum + visits[Math.floor(pair / mdp.actions)] * quantity(pair), 0)

  test.each(['reinforce', 'a2c', 'off-policy-pg', 'impala', 'ppo', 'dapo', 'spo', 'cispo', 'mdpo'] as const)(
    '%s on-policy is the exact policy gradient',
    (name) => {
      const direction = expectedUpdate(mdp, catalogue[name], outputs, outputs, gamma)
      expect(distance(direction, policyGradient(mdp, outputs, gamma))).toBeLessThan(1e-9)
    },
  )

  test('mdpo is the gradient of E_π[A] − β·KL(π‖μ), and off-policy-pg of the first part', () => {
    const objective = (price: number) => (logits: Float64Array) => {
      const policy = softmax(logits, mdp.actions)
      return total(
        (pair) => policy[pair] * (advantage[pair] - price * Math.log(policy[pair] / behaviour[pair])),
      )
    }
    for (const [name, price] of [
      ['mdpo', 0.5],
      ['off-policy-pg', 0],
    ] as const) {
      const direction = expectedUpdate(mdp, catalogue[name], outputs, behaviourOutputs, gamma)
      const numeric = differences(objective(price), outputs)
      expect(distance(direction, numeric)).toBeLessThan(1e-7 * (1 + Math.max(...numeric.map(Math.abs))))
    }
  })

  test('mse is the gradient of −½ of the squared error under μ', () => {
    const returns = actionValues(mdp, behaviour, gamma)
    const objective = (logits: Float64Array) =>
      total((pair) => -0.5 * behaviour[pair] * (returns[pair] - logits[pair]) ** 2)
    const numeric = differences(objective, outputs)
    const direction = expectedUpdate(mdp, catalogue.mse, outputs, behaviourOutputs, gamma)
    expect(distance(direction, numeric)).toBeLessThan(1e-6 * (1 + Math.max(...numeric.map(Math.abs))))
  })

  /** Members of one price β and one temperature τ, whose rest point is π ∝ μ e^{A/βτ}. */
  const restless = [0.5, 2].flatMap((beta) =>
    [1, 3].map((temperature) => ({
      beta,
      temperature,
      update: resolveUpdate({
        form: 'policy',
        reference: 'logprob',
        temperature,
        scale: { ...catalogue.mdpo.scale, beta },
      }),
    })),
  )
  test.each(restless)('rests at π ∝ μ e^{A/βτ}, and only there, β = $beta, τ = $temperature', (member) => {
    const { beta, temperature, update } = member
    const rest = behaviourOutputs.map((logit, pair) => logit + advantage[pair] / (beta * temperature))
    const scale = 1 + Math.max(...advantage.map(Math.abs)) * Math.max(...visits)
    const norm = (logits: Float64Array) =>
      Math.max(...expectedUpdate(mdp, update, logits, behaviourOutputs, gamma).map(Math.abs)) / scale
    expect(norm(rest)).toBeLessThan(1e-11)
    expect(norm(rest.map((logit) => logit * 1.1))).toBeGreaterThan(1e-5)
    expect(norm(behaviourOutputs)).toBeGreaterThan(1e-5)
  })

  test('mse rests at the action values', () => {
    const returns = actionValues(mdp, behaviour, gamma)
    const direction = expectedUpdate(mdp, catalogue.mse, returns, behaviourOutputs, gamma)
    expect(Math.max(...direction.map(Math.abs))).toBeLessThan(1e-9)
  })
})

test('ml takes off log Z, over all states weighted by their occupancy', () => {
  const { mdp } = new Bandit()
  const rest = [1, 0.5, 0] // μ is uniform: π ∝ e^A
  const uniform = [0, 0, 0]
  expect(Math.max(...expectedUpdate(mdp, catalogue.ml, rest, uniform, 1).map(Math.abs))).toBeLessThan(1e-12)
  const atMu = expectedUpdate(mdp, catalogue.ml, uniform, uniform, 1)
  const tilted = softmax(rest, 3)
  expect(
    distance(
      atMu,
      tilted.map((probability) => probability - 1 / 3),
    ),
  ).toBeLessThan(1e-12)
})

test.each([-1, 0, 0.7])('the value form is the policy form plus E_μ[f]·π, αr = %s', (alphaR) => {
  const { mdp } = new Chain()
  const [outputs, behaviourOutputs] = [randomLogits(mdp, 3), randomLogits(mdp, 4)]
  const update = (form: 'value' | 'policy') =>
    resolveUpdate({ form, reference: 'logprob', scale: { alphaR, beta: 0.5, omega: 0.5 } })
  const [policy, behaviour] = [softmax(outputs, 2), softmax(behaviourOutputs, 2)]
  const advantage = advantages(mdp, behaviour, gamma)
  const visits = occupancy(mdp, behaviour, gamma)
  const meanPush = Float64Array.from({ length: mdp.states }, (_, state) =>
    [2 * state, 2 * state + 1].reduce((sum, pair) => {
      const moved = Math.log(policy[pair] / behaviour[pair])
      return sum + behaviour[pair] * scale(moved, advantage[pair], { alphaR, beta: 0.5, omega: 0.5 })
    }, 0),
  )
  const byPolicy = expectedUpdate(mdp, update('policy'), outputs, behaviourOutputs, gamma)
  const expected = byPolicy.map((value, pair) => {
    const state = Math.floor(pair / 2)
    return value + visits[state] * meanPush[state] * policy[pair]
  })
  const byValue = expectedUpdate(mdp, update('value'), outputs, behaviourOutputs, gamma)
  expect(distance(byValue, expected) / Math.max(...expected.map(Math.abs))).toBeLessThan(1e-12)
  expect(distance(byValue, byPolicy)).toBeGreaterThan(1e-3)
})

/** Σ_t γᵗ f·form over an episode of the chain under μ, each a sample of the expected update. */
function sampledUpdate(env: Chain, name: keyof typeof catalogue, random: Pcg64): Float64Array {
  const { mdp } = env
  const update = catalogue[name]
  const [outputs, behaviourOutputs] = [randomLogits(mdp, 1), randomLogits(mdp, 2)]
  const [policy, behaviour] = [softmax(outputs, 2), softmax(behaviourOutputs, 2)]
  const returns = actionValues(mdp, behaviour, 0.8)
  const advantage = advantages(mdp, behaviour, 0.8)
  const scale = scaleFunction(update.scale)
  const direction = new Float64Array(outputs.length)
  let observation = env.reset()
  for (let weight = 1; ; weight *= 0.8) {
    const state = observation.indexOf(1)
    const pair = 2 * state + (random.random() < behaviour[2 * state] ? 0 : 1)
    const sample = {
      logProb: Math.log(policy[pair]),
      behaviourLogProb: Math.log(behaviour[pair]),
      output: outputs[pair],
      behaviourOutput: behaviourOutputs[pair],
      advantage: advantage[pair],
      lambdaReturn: returns[pair],
    }
    const push = weight * scale(deltaO(update, sample), deltaR(update, sample, 0))
    const other = pair % 2 === 0 ? pair + 1 : pair - 1
    direction[pair] += push * (update.form === 'policy' ? 1 - policy[pair] : 1)
    direction[other] -= update.form === 'policy' ? push * policy[other] : 0
    const step = env.step(pair % 2)
    if (step.truncated) return direction
    observation = step.observation
  }
}

test.each(['ppo', 'spo', 'mdpo', 'mse', 'pgpb'] as const)(
  '%s: sampled updates scatter around the expected one',
  (name) => {
    const env = new Chain({ states: 3 })
    const random = Pcg64.fromSeed(5)
    env.reset(5)
    const samples = Array.from({ length: 800 }, () => sampledUpdate(env, name, random))
    const expected = expectedUpdate(
      env.mdp,
      catalogue[name],
      randomLogits(env.mdp, 1),
      randomLogits(env.mdp, 2),
      0.8,
    )
    expected.forEach((value, i) => {
      const mean = samples.reduce((sum, sample) => sum + sample[i], 0) / samples.length
      const variance =
        samples.reduce((sum, sample) => sum + (sample[i] - mean) ** 2, 0) / (samples.length - 1)
      expect(Math.abs(mean - value)).toBeLessThan(4 * Math.sqrt(variance / samples.length) + 1e-6)
    })
  },
)

test('logits of the wrong number are refused by name', () => {
  expect(() => expectedUpdate(paper, catalogue.ppo, [0], [0, 0, 0, 0], 0.5)).toThrow(
    'outputs must be 4 finite logits (2 states × 2 actions), got 1 numbers',
  )
  expect(() => expectedUpdate(paper, catalogue.ppo, [0, 0, 0, 0], [0, 0, 0, Number.NaN], 0.5)).toThrow(
    'behaviourOutputs must be 4 finite logits',
  )
})
