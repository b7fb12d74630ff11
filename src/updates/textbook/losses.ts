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

/** A stopped weight of ratio and advantage, times Â log π. */
const stoppedWeight = (weight: (ratio: number, advantage: number) => number) =>
  ofSample((logProb, ratio, advantage) => logProb.times(weight(ratio.value, advantage) * advantage))

export const truncatedWeight = (cap: number, exponent = 1, floor = 0) =>
  stoppedWeight((ratio) => Math.min(cap, Math.max(floor, ratio ** exponent)))

/** The clipped surrogate with a slope of its own beyond the edges, for Â > 0 and Â < 0; continuous. */
export const slopedSurrogate = (low: number, high: number, slopes: readonly [up: number, down: number]) =>
  ofSample((_, ratio, advantage) => {
    const [edge, slope] = advantage > 0 ? [1 + high, slopes[0]] : [1 - low, slopes[1]]
    const beyond = advantage > 0 ? ratio.value > edge : ratio.value < edge
    const shaped = beyond ? ratio.minus(edge).times(slope).plus(edge) : ratio
    return shaped.times(advantage)
  })

/** (4/k)·σ(k(ρ − 1))·Â, with a sharpness k for each sign of Â. */
export const softSurrogate = (up: number, down: number) =>
  ofSample((_, ratio, advantage) => {
    const sharpness = advantage > 0 ? up : down
    return sigmoid(ratio.minus(1).times(sharpness)).times((4 / sharpness) * advantage)
  })

/** G(ρ)Â where Â > 0, (2 − G(2 − ρ))Â where Â < 0, for G = 45/16·k·(½ log σ(2x) − 2σ(x)), x = (ρ − 1 − ε)/k, k = ε/log 2. */
const anchoredNeighbourhood = (epsilon: number) =>
  ofSample((_, ratio, advantage) => {
    const scale = epsilon / Math.LN2
    const shaped = (r: Dual) => {
      const x = r.minus(1 + epsilon).times(1 / scale)
      const half = logSigmoid(x.times(2)).times(0.5)
      return half.minus(sigmoid(x).times(2)).times((45 / 16) * scale)
    }
    if (advantage > 0) return shaped(ratio).times(advantage)
    return shaped(ratio.times(-1).plus(2)).times(-advantage)
  })

const logSigmoid = (x: Dual): Dual =>
  x.value < 0 ? x.minus(x.exp().plus(1).log()) : x.times(-1).exp().plus(1).log().times(-1)
const sigmoid = (x: Dual) => logSigmoid(x).exp()

/** ρÂ − b·(ρ − 1 − log ρ): a sample's estimate of KL(μ‖π). */
const sampledPenalty = (price: number) =>
  ofSample((_, ratio, advantage) =>
    ratio.times(advantage).minus(ratio.minus(1).minus(ratio.log()).times(price)),
  )

/** ∇(E_π[Â] − b·KL(μ‖π)), over all actions. */
export const forwardPenalty = (price: number): Claim => ({
  over: 'behaviour',
  loss: (situation, outputs) =>
    underPolicy(outputs, advantages(situation)).plus(
      under(behaviour(situation), logSoftmax(outputs)).times(price),
    ),
})

/** ρÂ − (b/k)·(ρ^{k+1}/(k+1) − ρ): a power divergence, k other than 0 and −1; k = 1 is χ². */
export const powerPenalty = (price: number, power: number) =>
  ofSample((_, ratio, advantage) => {
    const raised = ratio
      .log()
      .times(power + 1)
      .exp()
    const divergence = raised.times(1 / (power + 1)).minus(ratio)
    return ratio.times(advantage).minus(divergence.times(price / power))
  })

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
  impala: [truncatedWeight(1)],
  ppo: [ofSample((_, ratio, advantage) => clippedSurrogate(0.2, 0.2)(ratio, advantage))],
  dapo: [ofSample((_, ratio, advantage) => clippedSurrogate(0.2, 0.28)(ratio, advantage))],
  'ppo-dual': [dualClip(0.2, 0.2, 3)],
  'ppo-rollback': [slopedSurrogate(0.2, 0.2, [-0.3, -0.3])],
  'ppo-kl': [sampledPenalty(0.5), forwardPenalty(0.5)],
  'ppo-chi2': [
    ofSample((_, ratio, advantage) =>
      ratio.times(advantage).minus(
        ratio
          .minus(1)
          .square()
          .times(0.5 / 2),
      ),
    ),
  ],
  spo: [simplePolicyOptimisation(0.2)],
  'spo-wide': [simplePolicyOptimisation(0.5)],
  ano: [anchoredNeighbourhood(0.2)],
  p3o: [softSurrogate(4, 4)],
  sapo: [softSurrogate(1, 1.05)],
  cispo: [truncatedWeight(1 + 0.2)],
  gppo: [stoppedWeight((ratio, advantage) => (advantage > 0 ? Math.min(ratio, 1.2) : Math.max(ratio, 0.8)))],
  'ce-gppo': [
    stoppedWeight((ratio, advantage) => {
      if (advantage > 0) return Math.min(ratio, 1.2)
      return ratio < 0.8 ? 0.75 * 0.8 : ratio
    }),
  ],
  topr: [stoppedWeight((ratio, advantage) => (advantage > 0 ? 1 : Math.min(1, ratio)))],
  aspo: [
    stoppedWeight((ratio, advantage) => {
      if (advantage > 0) return ratio > 1.2 ? 0 : 1 / ratio
      return ratio < 0.8 ? 0 : ratio
    }),
  ],
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
