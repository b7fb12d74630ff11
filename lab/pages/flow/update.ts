/** The exact update of a three-armed bandit, fast enough to draw fields of it while a control is dragged. */
import {
  form,
  isOwn,
  logNormaliser,
  pushOf,
  type ScaleFunction,
  type Update,
} from '../../../src/updates/index.ts'

/** Three numbers, one for each arm. */
export type Three = readonly [number, number, number]

/** o → the expected update g(o), in logits, with data from the behaviour policy's outputs. */
export type Direction = (outputs: Three, behaviourOutputs: Three) => Three

/**
 * The library's `expectedUpdate` for a bandit of these mean rewards: the same f, form and reading of the data without
 * its tables and linear solves, which one state has no need of.
 *
 * @param own f, of an update that has its own.
 */
export function exactDirection(update: Update, rewards: Three, own?: ScaleFunction): Direction {
  const pushes = pushOf(update, own)
  const scratch = new Float64Array(3)
  return (outputs, behaviourOutputs) => {
    const policy = softmax(outputs)
    const behaviour = softmax(behaviourOutputs)
    const value = expectation(behaviour, rewards)
    const advantages = map((arm) => rewards[arm] - value)
    const logZ = logNormaliser(update, advantages, behaviour)
    const direction: [number, number, number] = [0, 0, 0]
    for (let arm = 0; arm < 3; arm++) {
      const sample = {
        logProb: Math.log(policy[arm]),
        behaviourLogProb: Math.log(behaviour[arm]),
        output: outputs[arm],
        behaviourOutput: behaviourOutputs[arm],
        advantage: advantages[arm],
        lambdaReturn: rewards[arm],
      }
      const push = behaviour[arm] * pushes(sample, logZ)
      form(update.form, arm, policy, scratch)
      for (let a = 0; a < 3; a++) direction[a] += push * scratch[a]
    }
    return direction
  }
}

/**
 * Outputs whose softmax is `policy`. Where outputs are action values, their level is set so that they are right on
 * average, Σ π(r/τ − o) = 0, as they soon are in training.
 */
export function outputsOf(update: Update, rewards: Three, policy: Three): Three {
  const logs = map((arm) => Math.log(policy[arm]))
  if (update.reference === 'logprob') return logs
  const level = expectation(
    policy,
    map((arm) => rewards[arm] / update.temperature - logs[arm]),
  )
  return map((arm) => logs[arm] + level)
}

/** Where theory says that an update rests, and the formula of it. */
export interface Target {
  readonly policy: Three
  readonly formula: string
}

/**
 * The rest point that a price of distance makes where αr = αo. Mirror descent's, π ∝ μ e^{Â/βτ}, is for a fixed μ; value
 * readings with β = 1 have the softmax of r/τ whatever the data. Undefined for what has only a direction.
 */
export function targetOf(update: Update, rewards: Three, behaviour: Three | undefined): Target | undefined {
  if (isOwn(update)) return undefined
  const { temperature, reference, baseline } = update
  const { beta, alphaR, alphaO } = update.scale
  if (beta === 0 || alphaR !== alphaO) return undefined
  if (reference === 'output') {
    if (beta !== 1 || baseline !== 'none') return undefined
    return { policy: softmax(map((arm) => rewards[arm] / temperature)), formula: 'π ∝ e^{r / τ}' }
  }
  if (!behaviour) return undefined
  const policy = softmax(map((arm) => Math.log(behaviour[arm]) + rewards[arm] / (beta * temperature)))
  return { policy, formula: 'π ∝ μ\\,e^{\\hat{A} / β τ}' }
}

export const map = (of: (arm: number) => number): Three => [of(0), of(1), of(2)]

export const expectation = (policy: Three, values: Three) =>
  policy[0] * values[0] + policy[1] * values[1] + policy[2] * values[2]

function logSumExp(values: Three): number {
  const largest = Math.max(...values)
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0))
}

export function softmax(logits: Three): Three {
  const partition = logSumExp(logits)
  return map((arm) => Math.exp(logits[arm] - partition))
}
