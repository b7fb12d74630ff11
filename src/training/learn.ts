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
  /** Of each row of the minibatch in its means; they sum to 1. */
  readonly #shares: Float64Array
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
    this.#shares = new Float64Array(largest)
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
    this.#gatherShares(rollout, rows)
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
    const shares = this.#shares
    const logNormaliser = update.baseline === 'normaliser' ? logMeanExp(advantages, shares, temperature) : 0
    const sample = this.#sample
    // A policy-form update never moves F(o), which a tied critic reads values off: the value loss does.
    const tiedWeight = reference === 'output' && form === 'policy' ? this.#config.valueCoefficient : 0
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
      const share = shares[row]
      const error =
        tiedWeight === 0 ? 0 : sample.lambdaReturn / temperature - (sample.output - sample.logProb)
      distribution.cotangent(
        row,
        actions,
        offset,
        form,
        // The optimiser descends on a mean.
        -push * share,
        -this.#config.entropyCoefficient * share,
        -tiedWeight * error * share,
        cotangents,
      )

      const logRatio = sample.logProb - sample.behaviourLogProb
      const ratio = Math.exp(logRatio)
      surrogate += share * ratio * deltaR
      entropy += share * distribution.entropy(row)
      kl += share * (ratio - 1 - logRatio)
      clipped += Math.abs(ratio - 1) > this.#ratioRange ? share : 0
      pushes += share * Math.abs(push)
      squares += share * error * error
    }
    means.add('policyLoss', -surrogate)
    means.add('entropy', entropy)
    means.add('approxKl', kl)
    means.add('clipFraction', clipped)
    means.add('meanPush', pushes)
    if (this.#policy.spec.critic !== 'separate') means.add('valueLoss', 0.5 * temperature ** 2 * squares)
    return kl
  }

  /** Â of each row, standardised over the minibatch where the settings say so. */
  #gatherAdvantages({ advantages, weights }: Rollout, rows: number): Float64Array {
    const indices = this.#indices.data
    const gathered = this.#advantages.subarray(0, rows)
    for (let row = 0; row < rows; row++) gathered[row] = advantages[indices[row]]
    if (this.#config.normaliseAdvantages) standardise(gathered, this.#shares, weights === undefined)
    return gathered
  }

  #gatherShares({ weights }: Rollout, rows: number): void {
    const indices = this.#indices.data
    for (let row = 0; row < rows; row++) this.#shares[row] = weights ? weights[indices[row]] : 1 / rows
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
      const share = this.#shares[row]
      loss += share * valueLoss(predicted[row], old, target, valueClip)
      gradients[row] = share * valueCoefficient * valueGradient(predicted[row], old, target, valueClip)
    }
    means.add('valueLoss', loss)
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

/** Rows of the largest minibatch of a rollout. */
export const minibatchRows = (rows: number, { minibatches }: Config) => Math.ceil(rows / minibatches)

/**
 * To mean 0 and deviation 1, as CleanRL does; the ε keeps equal advantages at 0. One alone stays.
 *
 * @param sampled whether they are a sample, whose variance is over n − 1, or all that there is.
 */
function standardise(advantages: Float64Array, shares: Float64Array, sampled: boolean): void {
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
function logMeanExp(advantages: Float64Array, shares: Float64Array, temperature: number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const advantage of advantages) largest = Math.max(largest, advantage / temperature)
  let sum = 0
  for (let row = 0; row < advantages.length; row++)
    sum += shares[row] * Math.exp(advantages[row] / temperature - largest)
  return largest + Math.log(sum)
}
