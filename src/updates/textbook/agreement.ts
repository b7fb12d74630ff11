/** Whether a member of the catalogue is the gradient of its textbook loss: the two are computed and compared. */
import { form } from '../form.ts'
import { deltaO, deltaR, logNormaliser } from '../reading.ts'
import { EXPONENT_LIMIT, scaleFunction } from '../scale.ts'
import type { ScaleFunction, ScaleParams, UpdateSpec } from '../spec.ts'
import { Dual } from './dual.ts'
import type { Claim, Over } from './losses.ts'
import { behaviour, logProbabilities, probabilities, type Situation } from './situation.ts'

/** (Δo, Δr) of action a, as the shipped code reads them off the data. */
function readings(spec: UpdateSpec, situation: Situation, a: number): [deltaO: number, deltaR: number] {
  const { outputs, behaviourOutputs, returns, value, temperature } = situation
  const logBehaviour = logProbabilities(behaviourOutputs)
  const advantages = returns.map((estimate) => estimate - value)
  const sample = {
    logProb: logProbabilities(outputs)[a],
    behaviourLogProb: logBehaviour[a],
    output: outputs[a],
    behaviourOutput: behaviourOutputs[a],
    advantage: advantages[a],
    lambdaReturn: returns[a],
  }
  const reading = { ...spec, temperature }
  const logZ = logNormaliser(reading, advantages, logBehaviour.map(Math.exp))
  return [deltaO(reading, sample), deltaR(reading, sample, logZ)]
}

export type Altered = (f: ScaleFunction) => ScaleFunction

/** Σ over actions of weight · f(Δo, Δr) · d, on the logits. */
export function cotangent(spec: UpdateSpec, over: Over, situation: Situation, altered: Altered): number[] {
  const policy = probabilities(situation.outputs)
  const f = altered(scaleFunction(spec.scale))
  const total = situation.outputs.map(() => 0)
  situation.outputs.forEach((_, a) => {
    const sampled = a === situation.action ? 1 : 0
    const weight = { sample: sampled, behaviour: behaviour(situation)[a], policy: policy[a] }[over]
    const push = weight === 0 ? 0 : weight * f(...readings(spec, situation, a))
    form(spec.form, a, policy).forEach((direction, b) => {
      total[b] += push * direction
    })
  })
  return total
}

/** Distance of the member's cotangent from the loss's gradient, in units of 1 + the larger of them. */
export function mismatch(
  spec: UpdateSpec,
  claim: Claim,
  situation: Situation,
  altered: Altered = (f) => f,
): number {
  const ours = cotangent(spec, claim.over, situation, altered)
  const theirs = claim.loss(situation, Dual.variables(situation.outputs)).gradient
  const size = 1 + Math.max(...ours.map(Math.abs), ...theirs.map(Math.abs))
  return Math.max(...ours.map((entry, b) => Math.abs(entry - theirs[b]))) / size
}

/** π(a|s)/μ(a|s) of the sampled action. */
const ratioOf = (situation: Situation) =>
  probabilities(situation.outputs)[situation.action] / behaviour(situation)[situation.action]

/** Whether ρ is within rounding of an edge, where the surrogates have no gradient. */
export function onEdge({ trust }: ScaleParams, situation: Situation): boolean {
  if (trust.kind !== 'clip') return false
  const ratio = ratioOf(situation)
  return [1 - trust.low, 1 + trust.high, trust.dual ?? 0].some((edge) => Math.abs(ratio - edge) < 1e-9)
}

/** Whether the policy has moved so far that the charge for it is clamped, which no textbook's loss is. */
export const isGuarded = ({ alphaO, beta }: ScaleParams, situation: Situation) =>
  Math.abs(alphaO * beta * Math.log(ratioOf(situation))) > EXPONENT_LIMIT
