/**
 * The textbook losses of the catalogue's members, to maximise, in the notation and form of their papers, with
 * rewards in units of τ. They share nothing with the updates they judge.
 */
import type { MemberName } from '../catalogue.ts'
import { clipped, type Dual, larger, logSoftmax, smaller, sum } from './dual.ts'
import { behaviour, logProbabilities, logSumExp, probabilities, type Situation } from './situation.ts'

/** Whose actions the gradient is averaged over: the sampled one alone, all under μ, or all under π. */
export type Over = 'sample' | 'behaviour' | 'policy'

export interface Claim {
  readonly over: Over
  /** A function of the outputs; everything else is constant. */
  loss(situation: Situation, outputs: readonly Dual[]): Dual
}

const rewards = ({ returns, temperature }: Situation) => returns.map((estimate) => estimate / temperature)
const advantages = ({ returns, value, temperature }: Situation) =>
  returns.map((estimate) => (estimate - value) / temperature)

/** A loss of the sampled action's log π(a|s), ratio ρ = π(a|s)/μ(a|s) and advantage Â. */
const ofSample = (loss: (logProb: Dual, ratio: Dual, advantage: number) => Dual): Claim => ({
  over: 'sample',
  loss(situation, outputs) {
    const { action } = situation
    const logProb = logSoftmax(outputs)[action]
    return loss(logProb, logProb.exp().times(1 / behaviour(situation)[action]), advantages(situation)[action])
  },
})

/** A loss of the sampled action's error r̂/τ − o(s,a). */
const ofError = (loss: (error: Dual) => Dual): Claim => ({
  over: 'sample',
  loss: (situation, outputs) => {
    const { action } = situation
    return loss(outputs[action].times(-1).plus(rewards(situation)[action]))
  },
})

/** Σ_a π(a) x_a and Σ_a p_a x_a. */
const underPolicy = (outputs: readonly Dual[], terms: readonly (Dual | number)[]) =>
  sum(logSoftmax(outputs).map((logProb, a) => logProb.exp().times(terms[a])))
const under = (weights: readonly number[], terms: readonly Dual[]) =>
  sum(terms.map((term, a) => term.times(weights[a])))

export const entropy = (outputs: readonly Dual[]) => underPolicy(outputs, logSoftmax(outputs)).times(-1)

const policyGradient = ofSample((logProb, _, advantage) => logProb.times(advantage))

const clippedSurrogate = (low: number, high: number) => (ratio: Dual, advantage: number) =>
  smaller(ratio.times(advantage), clipped(ratio, 1 - low, 1 + high).times(advantage))

export const dualClip = (low: number, high: number, dual: number) =>
  ofSample((_, ratio, advantage) => {
    const surrogate = clippedSurrogate(low, high)(ratio, advantage)
    return advantage < 0 ? larger(surrogate, constantLike(ratio, dual * advantage)) : surrogate
  })

const constantLike = (x: Dual, value: number) => x.times(0).plus(value)

export const simplePolicyOptimisation = (epsilon: number) =>
  ofSample((_, ratio, advantage) =>
    ratio.times(advantage).minus(
      ratio
        .minus(1)
        .square()
        .times(Math.abs(advantage) / (2 * epsilon)),
    ),
  )

export const truncatedWeight = (cap: number, exponent = 1) =>
  ofSample((logProb, ratio, advantage) => logProb.times(Math.min(cap, ratio.value ** exponent) * advantage))

export const mirrorDescent = (price: number): Claim => ({
  over: 'behaviour',
  loss(situation, outputs) {
    const logBehaviour = logProbabilities(situation.behaviourOutputs)
    const divergence = underPolicy(
      outputs,
      logSoftmax(outputs).map((logProb, a) => logProb.minus(logBehaviour[a])),
    )
    return underPolicy(outputs, advantages(situation)).minus(divergence.times(price))
  },
})

export const smoothL1 = (delta: number) =>
  ofError((error) => {
    const size = error.times(Math.sign(error.value))
    return Math.abs(error.value) < delta ? error.square().times(-0.5) : size.minus(delta / 2).times(-delta)
  })

export const textbook: Record<MemberName, readonly Claim[]> = {
  reinforce: [policyGradient],
  a2c: [policyGradient],
  'off-policy-pg': [
    ofSample((_, ratio, advantage) => ratio.times(advantage)),
    { over: 'behaviour', loss: (situation, outputs) => underPolicy(outputs, advantages(situation)) },
  ],
  impala: [ofSample((logProb, ratio, advantage) => logProb.times(Math.min(1, ratio.value) * advantage))],
  ppo: [ofSample((_, ratio, advantage) => clippedSurrogate(0.2, 0.2)(ratio, advantage))],
  dapo: [ofSample((_, ratio, advantage) => clippedSurrogate(0.2, 0.28)(ratio, advantage))],
  'ppo-dual': [dualClip(0.2, 0.2, 3)],
  spo: [simplePolicyOptimisation(0.2)],
  'spo-wide': [simplePolicyOptimisation(0.5)],
  cispo: [truncatedWeight(1 + 0.2)],
  mdpo: [mirrorDescent(0.5)],
  mse: [ofError((error) => error.square().times(-0.5))],
  huber: [smoothL1(1)],
  mve: [
    {
      over: 'policy',
      loss(situation, outputs) {
        const frozen = probabilities(situation.outputs)
        const errors = outputs.map((output, a) => output.times(-1).plus(rewards(situation)[a]))
        const mean = under(frozen, errors)
        return under(
          frozen,
          errors.map((error) => error.minus(mean).square()),
        ).times(-0.5)
      },
    },
    {
      over: 'policy',
      loss: (situation, outputs) => underPolicy(outputs, rewards(situation)).plus(entropy(outputs)),
    },
  ],
  pgpb: [
    {
      over: 'sample',
      loss(situation, outputs) {
        const { action } = situation
        const baseline = logSumExp(situation.outputs)
        return logSoftmax(outputs)[action].times(rewards(situation)[action] - baseline)
      },
    },
    { over: 'policy', loss: (situation, outputs) => underPolicy(outputs, rewards(situation)) },
  ],
  ml: [
    {
      over: 'behaviour',
      loss(situation, outputs) {
        const target = behaviour(situation).map((mu, a) => mu * Math.exp(advantages(situation)[a]))
        const partition = target.reduce((total, mass) => total + mass)
        return under(target, logSoftmax(outputs)).times(1 / partition)
      },
    },
  ],
  'awr-centred': [ofSample((logProb, _, advantage) => logProb.times(Math.exp(advantage)).minus(logProb))],
}
