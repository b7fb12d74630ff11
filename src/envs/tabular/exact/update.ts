import { form, logNormaliser, pushOf, type Sample, type UpdateSpec } from '../../../updates/index.ts'
import type { TabularMdp } from '../mdp.ts'
import { occupancy } from './gradient.ts'
import { logSoftmax, requireLogits, softmax } from './policy.ts'
import { lookAhead, values } from './values.ts'

/**
 * The expected update of a member of the family, exact: the direction on the logits [S × A]
 *
 *     g[s,·] = d_μ(s) Σ_a μ(a|s) · f(Δo, Δr) · form(a, π(·|s))
 *
 * for π = softmax(`outputs`) and data from μ = softmax(`behaviourOutputs`), both [S × A], with Q^μ as λ-returns and A^μ as
 * advantages. d_μ is the occupancy, so that `a2c` at π = μ gives ∇J itself; the mean over samples is g / Σ_s d_μ(s). The baseline
 * `log-mean-exp` takes E_μ[e^{A/τ}] over the same samples, the states weighted by d_μ.
 *
 * The value loss that training adds for a tied critic in the policy form is not part of it.
 */
export function expectedUpdate(
  mdp: TabularMdp,
  update: UpdateSpec,
  outputs: ArrayLike<number>,
  behaviourOutputs: ArrayLike<number>,
  gamma: number,
): Float64Array {
  requireLogits(mdp, 'outputs', outputs)
  requireLogits(mdp, 'behaviourOutputs', behaviourOutputs)
  const { actions } = mdp
  const samples = samplesOf(mdp, outputs, behaviourOutputs, gamma)
  const weights = weightsOf(mdp, behaviourOutputs, gamma)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const logZ = logNormaliser(
    update,
    samples.map(({ advantage }) => advantage),
    weights.map((weight) => weight / total),
  )
  const pushes = pushOf(update)
  const policy = softmax(outputs, actions)
  const direction = new Float64Array(policy.length)
  samples.forEach((sample, pair) => {
    const push = weights[pair] * pushes(sample, logZ)
    const start = pair - (pair % actions)
    const along = form(update.form, pair % actions, policy.subarray(start, start + actions))
    for (let a = 0; a < actions; a++) direction[start + a] += push * along[a]
  })
  return direction
}

/** What a sample of each (s,a) would say, [S × A]. */
function samplesOf(
  mdp: TabularMdp,
  outputs: ArrayLike<number>,
  behaviourOutputs: ArrayLike<number>,
  gamma: number,
): Sample[] {
  const stateValues = values(mdp, softmax(behaviourOutputs, mdp.actions), gamma)
  const logProbs = logSoftmax(outputs, mdp.actions)
  const behaviourLogProbs = logSoftmax(behaviourOutputs, mdp.actions)
  return Array.from(lookAhead(mdp, stateValues, gamma), (lambdaReturn, pair) => ({
    logProb: logProbs[pair],
    behaviourLogProb: behaviourLogProbs[pair],
    output: outputs[pair],
    behaviourOutput: behaviourOutputs[pair],
    advantage: lambdaReturn - stateValues[Math.floor(pair / mdp.actions)],
    lambdaReturn,
  }))
}

/** d_μ(s)·μ(a|s), [S × A]. */
function weightsOf(mdp: TabularMdp, behaviourOutputs: ArrayLike<number>, gamma: number): Float64Array {
  const behaviour = softmax(behaviourOutputs, mdp.actions)
  const visits = occupancy(mdp, behaviour, gamma)
  return behaviour.map((probability, pair) => probability * visits[Math.floor(pair / mdp.actions)])
}
