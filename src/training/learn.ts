import type { Weights } from '../distributions/index.ts'
import { formulaScale } from '../formulas/index.ts'
import { GENERATOR_WORDS, type IndexTensor, type Kernels, shuffle, type Tensor } from '../kernels/index.ts'
import { clippingScale, globalNorm, type Optimiser } from '../optimisers/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Rollout } from '../rollouts/index.ts'
import { isOwn, policyShare, ratioRange, type ScaleFunction, scaleOf, type Update } from '../updates/index.ts'
import { onScale } from './advantages.ts'
import type { Config } from './config.ts'
import { Diagnostics, type OutputDiagnostics } from './diagnostics.ts'
import { Means } from './means.ts'
import { type LearningMetric, learningMetrics } from './metrics.ts'
import { Minibatch } from './minibatch.ts'
import { Samples } from './samples.ts'
import type { Settings } from './settings-at.ts'
import { valueGradient, valueLoss } from './value-loss.ts'

/** Learns from rollouts: epochs of minibatches, each a step of the optimiser along a cotangent on the outputs. */
export class Learner {
  readonly #kernels: Kernels
  readonly #policy: Policy
  readonly #own: ScaleFunction | undefined
  readonly #optimiser: Optimiser
  readonly #random: Pcg64
  readonly #randomWords: IndexTensor
  readonly #order: IndexTensor
  readonly #minibatch: Minibatch
  readonly #directionWeights: Weights
  readonly #dOutputs: Tensor
  readonly #dValues: Tensor
  readonly #samples: Samples
  readonly #scaled: Float64Array
  #update: Update | undefined
  /** Those of the update. */
  #scale: ScaleFunction = () => 0
  #diagnostics = new Diagnostics(0)

  /**
   * @param own f, of an update that has its own.
   * @param rows that an update learns from, at most.
   */
  constructor(
    kernels: Kernels,
    policy: Policy,
    config: Pick<Config, 'minibatches'>,
    own: ScaleFunction | undefined,
    rows: number,
    optimiser: Optimiser,
    random: Pcg64,
  ) {
    const largest = minibatchRows(rows, config)
    this.#kernels = kernels
    this.#policy = policy
    this.#own = own
    this.#optimiser = optimiser
    this.#random = random
    this.#randomWords = kernels.indices(GENERATOR_WORDS)
    this.#order = kernels.indices(rows)
    this.#minibatch = new Minibatch(kernels, policy, largest)
    this.#directionWeights = {
      form: kernels.tensor(largest),
      entropy: kernels.tensor(largest),
      logPartition: kernels.tensor(largest),
    }
    this.#dOutputs = kernels.tensor(largest * policy.distribution.outputs)
    this.#dValues = kernels.tensor(largest)
    this.#samples = new Samples(largest)
    this.#scaled = new Float64Array(largest)
  }

  /**
   * All epochs over one rollout. The policy's parameters move; the metrics are means over minibatches.
   *
   * @param settings as they are in this update.
   */
  learn(rollout: Rollout, settings: Settings): Record<LearningMetric, number> {
    const { epochs, minibatches, targetKl, targetKlCheck, update } = settings
    if (update !== this.#update) this.#follow(update)
    const means = new Means(learningMetrics)
    const { chosen } = rollout
    const rows = chosen?.length ?? this.#order.length
    const passes = Math.round(epochs)
    for (let epoch = 0; epoch < passes; epoch++) {
      const order = this.#order.data
      for (let i = 0; i < rows; i++) order[i] = chosen ? chosen[i] : i
      shuffle(this.#kernels, this.#random, this.#order, rows, this.#randomWords)
      let kl = 0
      for (let m = 0; m < minibatches; m++) {
        const start = Math.floor((m * rows) / minibatches)
        const end = Math.floor(((m + 1) * rows) / minibatches)
        this.#minibatch.gather(rollout, this.#order.data.subarray(start, end))
        const found = this.#step(settings, means)
        if (targetKl !== null && targetKlCheck === 'minibatch' && found > targetKl) return means.get()
        kl += found / minibatches
      }
      if (targetKl !== null && kl > targetKl) break
    }
    return means.get()
  }

  /** Takes up an update, or one whose numbers have changed. */
  #follow(update: Update): void {
    this.#update = update
    this.#scale = scaleOf(update, this.#own ?? formulaScale(update))
    this.#diagnostics = new Diagnostics(ratioRange(isOwn(update) ? undefined : update.scale.trust))
  }

  /** One step of the optimiser on the minibatch; returns its approximate KL. */
  #step(settings: Settings, means: Means<LearningMetric>): number {
    const { observations, rows, masks } = this.#minibatch
    const { network, distribution, spec } = this.#policy
    const features = network.features(observations, rows)
    distribution.setOutputs(network.outputs(features, rows), rows, masks)
    const measured = this.#pushOutputs(settings)

    const { critic } = spec
    const separate = typeof critic === 'string'
    const loss = separate
      ? this.#pushValues(network.values(features, rows).data, settings)
      : measured.valueLoss * critic.temperature ** 2
    network.backward(this.#dOutputs, separate ? this.#dValues : undefined, rows)

    const { gradients, values } = network.parameters
    const norm = globalNorm(this.#kernels, gradients)
    if (!Number.isFinite(norm)) throw diverged(`the norm of the gradient is ${norm}`)
    const { optimiser, maxGradNorm } = settings
    this.#optimiser.step(values, gradients, optimiser.learningRate, clippingScale(norm, maxGradNorm))
    means.add({ ...measured, valueLoss: loss, gradNorm: norm })
    return measured.approxKl
  }

  /**
   * The paper's line, g = mean of f(Δo, Δr) · d(s,a) over the minibatch: f is found for all samples, the distribution multiplies
   * it by the direction d of the form. Beside it stand behaviour cloning, which pulls every action of the data alike, the entropy
   * bonus and the value loss of a tied critic.
   */
  #pushOutputs(settings: Settings): OutputDiagnostics {
    const { update, entropyCoefficient, cloningCoefficient } = settings
    const { distribution } = this.#policy
    const minibatch = this.#minibatch
    const { rows, actions, weights } = minibatch
    const samples = this.#samples
    samples.read(distribution, update, minibatch, this.#advantages(settings))
    samples.push(this.#scale)
    const tiedWeight = tiedWeightOf(settings)
    const { pushes, valueErrors } = samples
    const [form, entropy, logPartition] = [
      this.#directionWeights.form.data,
      this.#directionWeights.entropy.data,
      this.#directionWeights.logPartition.data,
    ]
    // The optimiser descends on a mean.
    for (let row = 0; row < rows; row++) {
      form[row] = -(pushes[row] + cloningCoefficient) * weights[row]
      entropy[row] = -entropyCoefficient * weights[row]
      logPartition[row] = -tiedWeight * valueErrors[row] * weights[row]
    }
    distribution.cotangents(rows, actions, update.form, this.#directionWeights, this.#dOutputs)
    return this.#diagnostics.of(samples, weights, tiedWeight > 0)
  }

  /** Of the minibatch's rows, on the scale that is a setting. */
  #advantages({ normaliseAdvantages }: Settings): Float64Array {
    const { rows, advantages, weights, sampled } = this.#minibatch
    const raw = advantages.subarray(0, rows)
    return onScale(normaliseAdvantages, raw, weights, sampled, this.#scaled.subarray(0, rows))
  }

  /** The cotangent on the values of a critic of its own, and its loss, reward². */
  #pushValues(predicted: Float32Array, { valueClip, valueCoefficient }: Settings): number {
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

/**
 * Of a tied critic's value loss: it reads values off F(o), which the policy's share of the form never moves. 0 for a critic
 * of its own.
 */
const tiedWeightOf = ({ update, valueCoefficient }: Settings) =>
  update.reference === 'output' ? policyShare(update.form) * valueCoefficient : 0

/** Rows of the largest minibatch of a rollout. */
export const minibatchRows = (rows: number, { minibatches }: Pick<Config, 'minibatches'>) =>
  Math.ceil(rows / minibatches)
