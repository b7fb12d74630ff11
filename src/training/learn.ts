import type { IndexTensor, Kernels, Tensor } from '../kernels/index.ts'
import { clippingScale, globalNorm, type Optimiser } from '../optimisers/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Rollout } from '../rollouts/index.ts'
import {
  distanceMoved,
  evidence,
  type Sample,
  type ScaleFunction,
  scaleFunction,
  type UpdateSpec,
} from '../updates/index.ts'
import type { Config } from './config.ts'
import { Means } from './means.ts'
import { valueGradient, valueLoss } from './value-loss.ts'

/** Means over the minibatches of an update; see `Metrics`. */
export const LEARNING_METRICS = [
  'policyLoss',
  'valueLoss',
  'entropy',
  'approxKl',
  'clipFraction',
  'meanPush',
  'gradNorm',
] as const

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
  readonly #indices: IndexTensor
  readonly #observations: Tensor
  readonly #dOutputs: Tensor
  readonly #dValues: Tensor
  readonly #masks: Uint8Array
  readonly #advantages: Float64Array
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

  constructor(kernels: Kernels, policy: Policy, config: Config, optimiser: Optimiser, random: Pcg64) {
    const rows = config.numEnvs * config.rolloutSteps
    const largest = minibatchRows(config)
    const { outputs } = policy.distribution
    this.#kernels = kernels
    this.#policy = policy
    this.#config = config
    this.#update = config.update
    this.#scale = scaleFunction(config.update.scale)
    this.#optimiser = optimiser
    this.#random = random
    this.#order = new Int32Array(rows)
    this.#indices = kernels.indices(largest)
    this.#observations = kernels.tensor(largest * policy.observationSize)
    this.#dOutputs = kernels.tensor(largest * outputs)
    this.#dValues = kernels.tensor(largest)
    this.#masks = new Uint8Array(largest * outputs)
    this.#advantages = new Float64Array(largest)
    const { trust } = config.update.scale
    this.#ratioRange = trust.kind === 'clip' ? trust.high : trust.kind === 'linear' ? trust.epsilon : 0.2
  }

  /** All epochs over one rollout. The policy's parameters move; the metrics are means over minibatches. */
  learn(rollout: Rollout, learningRate: number): Record<(typeof LEARNING_METRICS)[number], number> {
    const { epochs, minibatches, targetKl } = this.#config
    const means = new Means(LEARNING_METRICS)
    const order = this.#order
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = 0; i < order.length; i++) order[i] = i
      this.#random.shuffle(order)
      let kl = 0
      for (let m = 0; m < minibatches; m++) {
        const start = Math.floor((m * order.length) / minibatches)
        const end = Math.floor(((m + 1) * order.length) / minibatches)
        const indices = this.#indices.data
        for (let i = start; i < end; i++) indices[i - start] = order[i]
        kl += this.#minibatch(rollout, end - start, learningRate, means) / minibatches
      }
      if (targetKl !== null && kl > targetKl) break
    }
    return means.get()
  }

  /** One step of the optimiser on the rollout's rows in `#indices`; returns its approximate KL. */
  #minibatch(rollout: Rollout, rows: number, learningRate: number, means: Means): number {
    const policy = this.#policy
    const { network } = policy
    const x = this.#observations
    this.#kernels.gatherRows(rollout.observations, this.#indices, x, rows, policy.observationSize)
    const features = network.features(x, rows)
    policy.distribution.read(network.outputs(features, rows), rows, this.#gatherMasks(rollout, rows))
    const kl = this.#pushOutputs(rollout, rows, means)

    const separate = policy.spec.critic === 'separate'
    if (separate) this.#pushValues(rollout, network.values(features, rows).data, rows, means)
    network.backward(this.#dOutputs, separate ? this.#dValues : undefined, rows)

    const { gradients, values } = network.parameters
    const norm = globalNorm(this.#kernels, gradients)
    if (!Number.isFinite(norm)) throw new Error(`the norm of the gradient is ${norm}; ${REMEDY}`)
    means.add('gradNorm', norm)
    this.#optimiser.step(values, gradients, learningRate, clippingScale(norm, this.#config.maxGradNorm))
    return kl
  }

  /** The family at work: output cotangent = f(Δo, Δr) × form, for each row of the minibatch. */
  #pushOutputs(rollout: Rollout, rows: number, means: Means): number {
    const update = this.#update
    const { form, reference, temperature } = update
    const { distribution } = this.#policy
    const { actions, logProbs, outputs, values } = rollout
    const indices = this.#indices.data
    const cotangents = this.#dOutputs.data
    const advantages = this.#gatherAdvantages(rollout, rows)
    const logNormaliser = update.baseline === 'normaliser' ? logMeanExp(advantages, temperature) : 0
    const sample = this.#sample
    // A policy-form update never moves F(o), which a tied critic reads values off: the value loss does.
    const tiedWeight = reference === 'output' && form === 'policy' ? this.#config.valueCoefficient : 0
    // The optimiser descends on a mean: each row's ascent direction counts −1/rows.
    const weight = -1 / rows
    let surrogate = 0
    let entropy = 0
    let kl = 0
    let clipped = 0
    let pushes = 0
    let squares = 0
    for (let row = 0; row < rows; row++) {
      const i = indices[row]
      const offset = i * distribution.actionSize
      sample.logProb = distribution.logProb(row, actions, offset)
      sample.output = distribution.output(row, actions, offset)
      if (Number.isNaN(sample.logProb)) throw new Error(`the policy network's outputs are NaN; ${REMEDY}`)
      sample.behaviourLogProb = logProbs[i]
      sample.behaviourOutput = outputs[i]
      sample.advantage = advantages[row]
      sample.lambdaReturn = rollout.advantages[i] + values[i]

      const deltaR = evidence(update, sample, logNormaliser)
      const push = this.#scale(distanceMoved(update, sample), deltaR)
      const error =
        tiedWeight === 0 ? 0 : sample.lambdaReturn / temperature - (sample.output - sample.logProb)
      distribution.cotangent(
        row,
        actions,
        offset,
        form,
        push * weight,
        this.#config.entropyCoefficient * weight,
        tiedWeight * error * weight,
        cotangents,
      )

      const logRatio = sample.logProb - sample.behaviourLogProb
      const ratio = Math.exp(logRatio)
      surrogate += ratio * deltaR
      entropy += distribution.entropy(row)
      kl += ratio - 1 - logRatio
      clipped += Math.abs(ratio - 1) > this.#ratioRange ? 1 : 0
      pushes += Math.abs(push)
      squares += error * error
    }
    means.add('policyLoss', -surrogate / rows)
    means.add('entropy', entropy / rows)
    means.add('approxKl', kl / rows)
    means.add('clipFraction', clipped / rows)
    means.add('meanPush', pushes / rows)
    if (this.#policy.spec.critic !== 'separate')
      means.add('valueLoss', (0.5 * temperature ** 2 * squares) / rows)
    return kl / rows
  }

  /** Â of each row, standardised over the minibatch where the settings say so. */
  #gatherAdvantages({ advantages }: Rollout, rows: number): Float64Array {
    const indices = this.#indices.data
    const gathered = this.#advantages.subarray(0, rows)
    for (let row = 0; row < rows; row++) gathered[row] = advantages[indices[row]]
    if (this.#config.normaliseAdvantages) standardise(gathered)
    return gathered
  }

  #pushValues(rollout: Rollout, predicted: Float32Array, rows: number, means: Means): void {
    const { valueClip, valueCoefficient } = this.#config
    const indices = this.#indices.data
    const gradients = this.#dValues.data
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const i = indices[row]
      const old = rollout.values[i]
      const target = rollout.advantages[i] + old
      loss += valueLoss(predicted[row], old, target, valueClip)
      gradients[row] = (valueCoefficient * valueGradient(predicted[row], old, target, valueClip)) / rows
    }
    means.add('valueLoss', loss / rows)
  }

  #gatherMasks(rollout: Rollout, rows: number): Uint8Array | undefined {
    if (!rollout.masks) return undefined
    const { outputs } = this.#policy.distribution
    const indices = this.#indices.data
    for (let row = 0; row < rows; row++) {
      const start = indices[row] * outputs
      this.#masks.set(rollout.masks.subarray(start, start + outputs), row * outputs)
    }
    return this.#masks
  }
}

const REMEDY = 'training diverged: lower optimiser.learningRate, or set maxGradNorm'

/** Rows of the largest minibatch. */
export const minibatchRows = (config: Config) =>
  Math.ceil((config.numEnvs * config.rolloutSteps) / config.minibatches)

/** To mean 0 and deviation 1, as CleanRL does; the ε keeps equal advantages at 0. One alone stays. */
function standardise(advantages: Float64Array): void {
  const n = advantages.length
  if (n < 2) return
  let mean = 0
  for (const advantage of advantages) mean += advantage / n
  let variance = 0
  for (const advantage of advantages) variance += (advantage - mean) ** 2 / (n - 1)
  const scale = 1 / (Math.sqrt(variance) + 1e-8)
  for (let row = 0; row < n; row++) advantages[row] = (advantages[row] - mean) * scale
}

/** log of the mean of e^{Â/τ}. */
function logMeanExp(advantages: Float64Array, temperature: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const advantage of advantages) largest = Math.max(largest, advantage / temperature)
  let sum = 0
  for (const advantage of advantages) sum += Math.exp(advantage / temperature - largest)
  return largest + Math.log(sum / advantages.length)
}
