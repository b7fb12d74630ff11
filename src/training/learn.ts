import type { Weights } from '../distributions/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { clippingScale, globalNorm, type Optimiser } from '../optimisers/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Rollout } from '../rollouts/index.ts'
import {
  deltaO,
  deltaR,
  isOwn,
  logNormaliser,
  policyShare,
  ratioRange,
  type Sample,
  type ScaleFunction,
  type Update,
  valueError,
} from '../updates/index.ts'
import type { Config } from './config.ts'
import { Diagnostics, type OutputDiagnostics } from './diagnostics.ts'
import { Means } from './means.ts'
import { type LearningMetric, learningMetrics } from './metrics.ts'
import { Minibatch } from './minibatch.ts'
import { standardise } from './standardise.ts'
import { valueGradient, valueLoss } from './value-loss.ts'

/** Learns from rollouts: epochs of minibatches, each a step of the optimiser along a cotangent on the outputs. */
export class Learner {
  readonly #kernels: Kernels
  readonly #policy: Policy
  readonly #config: Config
  readonly #update: Update
  readonly #scale: ScaleFunction
  readonly #optimiser: Optimiser
  readonly #random: Pcg64
  readonly #order: Int32Array
  readonly #minibatch: Minibatch
  readonly #directionWeights: Weights
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
  readonly #diagnostics: Diagnostics
  readonly #standardised: Float64Array
  /**
   * Of a tied critic's value loss: it reads values off F(o), which the policy's share of the form never moves. 0 for a
   * critic of its own.
   */
  readonly #tiedWeight: number

  /**
   * @param scale f of the update.
   * @param rows of a rollout.
   */
  constructor(
    kernels: Kernels,
    policy: Policy,
    config: Config,
    scale: ScaleFunction,
    rows: number,
    optimiser: Optimiser,
    random: Pcg64,
  ) {
    const largest = minibatchRows(rows, config)
    this.#kernels = kernels
    this.#policy = policy
    this.#config = config
    this.#update = config.update
    this.#scale = scale
    this.#optimiser = optimiser
    this.#random = random
    this.#order = new Int32Array(rows)
    this.#minibatch = new Minibatch(kernels, policy, largest)
    this.#directionWeights = {
      form: new Float32Array(largest),
      entropy: new Float32Array(largest),
      logPartition: new Float32Array(largest),
    }
    this.#dOutputs = kernels.tensor(largest * policy.distribution.outputs)
    this.#dValues = kernels.tensor(largest)
    const { update } = config
    this.#diagnostics = new Diagnostics(ratioRange(isOwn(update) ? undefined : update.scale.trust))
    this.#standardised = new Float64Array(largest)
    this.#tiedWeight = update.reference === 'output' ? policyShare(update.form) * config.valueCoefficient : 0
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
  #step(learningRate: number, means: Means<LearningMetric>): number {
    const { observations, rows, masks } = this.#minibatch
    const { network, distribution, spec } = this.#policy
    const features = network.features(observations, rows)
    distribution.setOutputs(network.outputs(features, rows), rows, masks)
    const measured = this.#pushOutputs()

    const separate = spec.critic === 'separate'
    const loss = separate
      ? this.#pushValues(network.values(features, rows).data)
      : measured.valueLoss * spec.critic.temperature ** 2
    network.backward(this.#dOutputs, separate ? this.#dValues : undefined, rows)

    const { gradients, values } = network.parameters
    const norm = globalNorm(this.#kernels, gradients)
    if (!Number.isFinite(norm)) throw diverged(`the norm of the gradient is ${norm}`)
    this.#optimiser.step(values, gradients, learningRate, clippingScale(norm, this.#config.maxGradNorm))
    means.add({ ...measured, valueLoss: loss, gradNorm: norm })
    return measured.approxKl
  }

  /**
   * The paper's line, g = mean of f(Δo, Δr) · d(s,a) over the minibatch: the loop finds f, the distribution multiplies it by
   * the direction d of the form. Beside it stand the entropy bonus and the value loss of a tied critic.
   */
  #pushOutputs(): OutputDiagnostics {
    const update = this.#update
    const f = this.#scale
    const tiedWeight = this.#tiedWeight
    const diagnostics = this.#diagnostics
    const { distribution } = this.#policy
    const { entropyCoefficient } = this.#config
    const { rows, actions, weights } = this.#minibatch
    const { form, entropy, logPartition } = this.#directionWeights
    const advantages = this.#advantages()
    const logZ = logNormaliser(update, advantages, weights)
    diagnostics.start()
    for (let row = 0; row < rows; row++) {
      const sample = this.#sampleAt(row, advantages)
      const evidence = deltaR(update, sample, logZ)
      const push = f(deltaO(update, sample), evidence)
      const error = tiedWeight === 0 ? 0 : valueError(update, sample)
      // The optimiser descends on a mean.
      const weight = weights[row]
      form[row] = -push * weight
      entropy[row] = -entropyCoefficient * weight
      logPartition[row] = -tiedWeight * error * weight

      const logRatio = sample.logProb - sample.behaviourLogProb
      diagnostics.add(weight, logRatio, evidence, push, distribution.entropy(row), error)
    }
    distribution.cotangents(rows, actions, update.form, this.#directionWeights, this.#dOutputs)
    return diagnostics.means()
  }

  /** Of the minibatch's rows, standardised if that is a setting. */
  #advantages(): Float64Array {
    const { rows, advantages, weights, sampled } = this.#minibatch
    const raw = advantages.subarray(0, rows)
    if (!this.#config.normaliseAdvantages) return raw
    return standardise(raw, weights, sampled, this.#standardised.subarray(0, rows))
  }

  /** What was and is known of the action in this row of the minibatch. */
  #sampleAt(row: number, advantages: Float64Array): Sample {
    const { actions, logProbs, outputs, lambdaReturns } = this.#minibatch
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

  /** The cotangent on the values of a critic of its own, and its loss, reward². */
  #pushValues(predicted: Float32Array): number {
    const { valueClip, valueCoefficient } = this.#config
    const { rows, values, lambdaReturns, weights } = this.#minibatch
    const gradients = this.#dValues.data
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const value = predicted[row]
      const old = values[row]
      const target = lambdaReturns[row]
      loss += weights[row] * valueLoss(value, old, target, valueClip)
      gradients[row] = weights[row] * valueCoefficient * valueGradient(value, old, target, valueClip)
    }
    return loss
  }
}

/** Rows of the largest minibatch of a rollout. */
export const minibatchRows = (rows: number, { minibatches }: Config) => Math.ceil(rows / minibatches)
