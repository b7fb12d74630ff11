import type { Pushes } from '../distributions/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { clippingScale, globalNorm, type Optimiser } from '../optimisers/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Rollout } from '../rollouts/index.ts'
import {
  distanceMoved,
  evidence,
  policyShare,
  ratioRange,
  type Sample,
  type ScaleFunction,
  scaleFunction,
  type UpdateSpec,
} from '../updates/index.ts'
import type { Config } from './config.ts'
import { Means } from './means.ts'
import { type LearningMetric, learningMetrics } from './metrics.ts'
import { Minibatch } from './minibatch.ts'
import { valueGradient, valueLoss } from './value-loss.ts'

/** Learns from rollouts: epochs of minibatches, each a step of the optimiser along a cotangent on the outputs. */
export class Learner {
  readonly #kernels: Kernels
  readonly #policy: Policy
  readonly #config: Config
  readonly #update: UpdateSpec
  readonly #scale: ScaleFunction
  readonly #optimiser: Optimiser
  readonly #random: Pcg64
  readonly #order: Int32Array
  readonly #minibatch: Minibatch
  readonly #pushes: Pushes
  readonly #dOutputs: Tensor
  readonly #dValues: Tensor
  /** The sample at hand, one object for all. */
  readonly #sample = {
    logProb: 0,
    behaviourLogProb: 0,
    output: 0,
    behaviourOutput: 0,
    advantage: 0,
    lambdaReturn: 0,
  } satisfies Sample
  readonly #ratioRange: number

  /** @param rows of a rollout. */
  constructor(
    kernels: Kernels,
    policy: Policy,
    config: Config,
    rows: number,
    optimiser: Optimiser,
    random: Pcg64,
  ) {
    const largest = minibatchRows(rows, config)
    this.#kernels = kernels
    this.#policy = policy
    this.#config = config
    this.#update = config.update
    this.#scale = scaleFunction(config.update.scale)
    this.#optimiser = optimiser
    this.#random = random
    this.#order = new Int32Array(rows)
    this.#minibatch = new Minibatch(kernels, policy, largest)
    this.#pushes = {
      form: new Float32Array(largest),
      entropy: new Float32Array(largest),
      partition: new Float32Array(largest),
    }
    this.#dOutputs = kernels.tensor(largest * policy.distribution.outputs)
    this.#dValues = kernels.tensor(largest)
    this.#ratioRange = ratioRange(config.update.scale.trust)
  }

  /** All epochs over one rollout. The policy's parameters move; the metrics are means over minibatches. */
  learn(rollout: Rollout, learningRate: number): Record<LearningMetric, number> {
    const { epochs, minibatches, targetKl } = this.#config
    const means = new Means(learningMetrics)
    const order = this.#order
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = 0; i < order.length; i++) order[i] = i
      this.#random.shuffle(order)
      let kl = 0
      for (let m = 0; m < minibatches; m++) {
        const start = Math.floor((m * order.length) / minibatches)
        const end = Math.floor(((m + 1) * order.length) / minibatches)
        this.#minibatch.gather(rollout, order, start, end)
        kl += this.#step(learningRate, means) / minibatches
      }
      if (targetKl !== null && kl > targetKl) break
    }
    return means.get()
  }

  /** One step of the optimiser on the minibatch; returns its approximate KL. */
  #step(learningRate: number, means: Means): number {
    const { observations, rows, masks } = this.#minibatch
    const { network, distribution, spec } = this.#policy
    const features = network.features(observations, rows)
    distribution.read(network.outputs(features, rows), rows, masks)
    const kl = this.#pushOutputs(means)

    const separate = spec.critic === 'separate'
    if (separate) this.#pushValues(network.values(features, rows).data, means)
    network.backward(this.#dOutputs, separate ? this.#dValues : undefined, rows)

    const { gradients, values } = network.parameters
    const norm = globalNorm(this.#kernels, gradients)
    if (!Number.isFinite(norm)) throw diverged(`the norm of the gradient is ${norm}`)
    means.add('gradNorm', norm)
    this.#optimiser.step(values, gradients, learningRate, clippingScale(norm, this.#config.maxGradNorm))
    return kl
  }

  /**
   * The family at work: output cotangent = f(Δo, Δr) × form, for each row of the minibatch. The loop finds f, the
   * distribution multiplies by the form.
   */
  #pushOutputs(means: Means): number {
    const update = this.#update
    const { form, reference, temperature } = update
    const { distribution } = this.#policy
    const { entropyCoefficient, valueCoefficient, normaliseAdvantages } = this.#config
    const { rows, actions, shares, sampled } = this.#minibatch
    const advantages = this.#minibatch.advantages.subarray(0, rows)
    if (normaliseAdvantages) standardise(advantages, shares, sampled)
    const logNormaliser = update.baseline === 'normaliser' ? logMeanExp(advantages, shares, temperature) : 0
    // A tied critic reads values off F(o), which the policy's share of the form never moves: the value loss does.
    const tiedWeight = reference === 'output' ? policyShare(form) * valueCoefficient : 0
    let surrogate = 0
    let entropy = 0
    let kl = 0
    let clipped = 0
    let pushes = 0
    let squares = 0
    for (let row = 0; row < rows; row++) {
      const sample = this.#sampleAt(row)
      const deltaR = evidence(update, sample, logNormaliser)
      const push = this.#scale(distanceMoved(update, sample), deltaR)
      const error =
        tiedWeight === 0 ? 0 : sample.lambdaReturn / temperature - (sample.output - sample.logProb)
      // The optimiser descends on a mean.
      const share = shares[row]
      this.#pushes.form[row] = -push * share
      this.#pushes.entropy[row] = -entropyCoefficient * share
      this.#pushes.partition[row] = -tiedWeight * error * share

      const logRatio = sample.logProb - sample.behaviourLogProb
      const ratio = Math.exp(logRatio)
      surrogate += share * ratio * deltaR
      entropy += share * distribution.entropy(row)
      kl += share * (ratio - 1 - logRatio)
      clipped += Math.abs(ratio - 1) > this.#ratioRange ? share : 0
      pushes += share * Math.abs(push)
      squares += share * error * error
    }
    distribution.cotangents(rows, actions, form, this.#pushes, this.#dOutputs)
    means.add('policyLoss', -surrogate)
    means.add('entropy', entropy)
    means.add('approxKl', kl)
    means.add('clipFraction', clipped)
    means.add('meanAbsF', pushes)
    if (this.#policy.spec.critic !== 'separate') means.add('valueLoss', 0.5 * temperature ** 2 * squares)
    return kl
  }

  /** What was and is known of the action in this row of the minibatch. */
  #sampleAt(row: number): Sample {
    const { actions, logProbs, outputs, advantages, lambdaReturns } = this.#minibatch
    const { distribution } = this.#policy
    const sample = this.#sample
    const offset = row * distribution.actionSize
    sample.logProb = distribution.logProb(row, actions, offset)
    sample.output = distribution.output(row, actions, offset)
    if (!Number.isFinite(sample.logProb)) throw diverged("the policy network's outputs are not finite")
    sample.behaviourLogProb = logProbs[row]
    sample.behaviourOutput = outputs[row]
    sample.advantage = advantages[row]
    sample.lambdaReturn = lambdaReturns[row]
    return sample
  }

  #pushValues(predicted: Float32Array, means: Means): void {
    const { valueClip, valueCoefficient } = this.#config
    const { rows, values, lambdaReturns, shares } = this.#minibatch
    const gradients = this.#dValues.data
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const value = predicted[row]
      const old = values[row]
      const target = lambdaReturns[row]
      loss += shares[row] * valueLoss(value, old, target, valueClip)
      gradients[row] = shares[row] * valueCoefficient * valueGradient(value, old, target, valueClip)
    }
    means.add('valueLoss', loss)
  }
}

/** Rows of the largest minibatch of a rollout. */
export const minibatchRows = (rows: number, { minibatches }: Config) => Math.ceil(rows / minibatches)

/**
 * To mean 0 and deviation 1, as CleanRL does; the ε keeps equal advantages at 0. One alone stays.
 *
 * @param sampled whether they are a sample, whose variance is over n − 1, or all that there is.
 */
export function standardise(advantages: Float64Array, shares: Float64Array, sampled: boolean): void {
  const n = advantages.length
  if (n < 2) return
  let mean = 0
  for (let row = 0; row < n; row++) mean += shares[row] * advantages[row]
  let variance = 0
  for (let row = 0; row < n; row++) variance += shares[row] * (advantages[row] - mean) ** 2
  if (sampled) variance *= n / (n - 1)
  const scale = 1 / (Math.sqrt(variance) + 1e-8)
  for (let row = 0; row < n; row++) advantages[row] = (advantages[row] - mean) * scale
}

/** log of the mean of e^{Â/τ}. */
export function logMeanExp(advantages: Float64Array, shares: Float64Array, temperature: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const advantage of advantages) largest = Math.max(largest, advantage / temperature)
  let sum = 0
  for (let row = 0; row < advantages.length; row++)
    sum += shares[row] * Math.exp(advantages[row] / temperature - largest)
  return largest + Math.log(sum)
}
