import { Categorical, type Distribution, Gaussian } from '../distributions/index.ts'
import type { Action } from '../envs/index.ts'
import { type Space, sizeOf } from '../envs/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { ActorCritic } from '../networks/index.ts'
import { type Pcg64, stream } from '../random/index.ts'
import { FeatureEncoder, type RawRow } from './features.ts'
import { encodePolicy, type FileOptions } from './file.ts'
import { RunningNormalisation } from './normalisation.ts'
import type { PolicySpec } from './spec.ts'
import { stateValue, type TiedCritic } from './tied-critic.ts'

/** Gain of the actor's head: near uniform at first. */
const POLICY_GAIN = 0.01

/**
 * What a run learns and a user keeps: networks, action distribution, and the statistics that inputs are normalised
 * by, as one.
 */
export class Policy {
  /** Actor and critic. */
  readonly network: ActorCritic
  /** Of actions, from the outputs of the network. */
  readonly distribution: Distribution
  /** Of observations. */
  readonly normalisation: RunningNormalisation
  /** Numbers of an observation. */
  readonly observationSize: number
  /** The largest batch that the networks take. */
  readonly maxRows: number
  /** What its networks compute with. */
  readonly kernels: Kernels
  #spec: PolicySpec
  readonly #random: Pcg64
  readonly #input: Tensor
  readonly #encoder: FeatureEncoder | undefined
  /** Of the rows that were read last. */
  #features: Tensor | undefined
  #outputs: Tensor | undefined

  /** @param maxRows the largest batch that the networks, and so `forward`, will be given at once. */
  constructor(kernels: Kernels, spec: PolicySpec, maxRows = 256) {
    const { actionSpace, critic } = spec
    const blocks = blocksOf(actionSpace)
    const dimensions = sizeOf(actionSpace)
    this.#spec = spec
    this.kernels = kernels
    this.maxRows = maxRows
    this.observationSize = sizeOf(spec.observationSpace)
    this.network = new ActorCritic(
      kernels,
      {
        ...spec.network,
        observationShape:
          spec.observationSpace.kind === 'box' ? spec.observationSpace.shape : [this.observationSize],
        outputs: blocks ? blocks.reduce((sum, size) => sum + size, 0) : dimensions,
        ...(spec.features?.actionFeatures && { outputFeatures: spec.features.actionFeatures }),
        outputGain: POLICY_GAIN,
        critic: critic === 'separate',
        logStd: blocks ? 0 : dimensions,
      },
      maxRows,
    )
    const { logStd } = this.network
    this.distribution = logStd
      ? new Gaussian(logStd.value, logStd.gradient)
      : new Categorical(kernels, blocks ?? [], maxRows)
    this.normalisation = new RunningNormalisation(
      this.observationSize,
      spec.normaliseObservations,
      spec.normaliseRewards,
    )
    this.#random = stream(spec.seed, 'evaluation')
    this.#encoder = spec.features && encoderOf(spec, this.observationSize)
    this.#input = kernels.tensor(maxRows * this.observationSize)
  }

  /** What it is made of: spaces, networks, critic. */
  get spec(): PolicySpec {
    return this.#spec
  }

  /** How a tied critic reads V(s) off the outputs from now on; a network of its own stays one. */
  readValues(critic: PolicySpec['critic']): void {
    if (critic !== 'separate') this.#spec = { ...this.#spec, critic }
  }

  /** Orthogonal weights from the run's own stream. */
  initialise(): void {
    this.network.initialise(stream(this.spec.seed, 'initialisation'))
  }

  /**
   * Reads the action distributions of normalised observations [rows × size]; then ask `distribution` by row.
   *
   * @returns the outputs [rows × outputs], masks left aside, until the next forward.
   * @throws RangeError for more than `maxRows` rows.
   */
  forward(observations: Tensor, rows: number, masks?: Uint8Array): Tensor {
    if (rows > this.maxRows)
      throw new RangeError(`rows is ${rows}; this policy takes ${this.maxRows} at once`)
    this.#features = this.network.features(observations, rows)
    this.#outputs = this.network.outputs(this.#features, rows)
    this.distribution.setOutputs(this.#outputs, rows, masks)
    return this.#outputs
  }

  /** Reads a rollout's rows into the distribution, as many at once as the policy takes: row `row` of what was read is row `i`. */
  forEachRow(
    {
      observations,
      rows,
      masks,
    }: { readonly observations: Tensor; readonly rows: number; readonly masks: Uint8Array | undefined },
    visit: (row: number, i: number) => void,
  ): void {
    const { maxRows, observationSize: size } = this
    for (let start = 0; start < rows; start += maxRows) {
      const count = Math.min(maxRows, rows - start)
      const chunk = observations.view(start * size, count * size)
      this.forward(chunk, count, masks?.subarray(start * this.distribution.outputs))
      for (let row = 0; row < count; row++) visit(row, start + row)
    }
  }

  /** Whether `valuesOfLastForward` costs next to nothing, and `values` a way through the networks. */
  get valuesComeWithOutputs(): boolean {
    return this.spec.critic !== 'separate' || this.spec.network.sharedTrunk
  }

  /**
   * V(s) of the rows that `forward` was given last, as `values` would find them. A tied critic reads the outputs into
   * `distribution` again, where others may have been read since.
   */
  valuesOfLastForward(rows: number, values: Float32Array, offset: number, masks?: Uint8Array): void {
    if (!this.#features || !this.#outputs) throw new Error('valuesOfLastForward was called before forward')
    const { critic } = this.spec
    if (typeof critic === 'string') {
      values.set(this.network.values(this.#features, rows).data.subarray(0, rows), offset)
      return
    }
    this.distribution.setOutputs(this.#outputs, rows, masks)
    this.#readTied(critic, rows, values, offset)
  }

  /** A tied critic's V(s), reward units, of the rows that `distribution` has read. */
  #readTied({ tied, temperature }: TiedCritic, rows: number, values: Float32Array, offset: number): void {
    const outputs = this.#categorical()
    for (let row = 0; row < rows; row++) values[offset + row] = temperature * stateValue(tied, outputs, row)
  }

  /**
   * V(s), in (normalised) reward units, of any number of normalised observations [rows × size], into `values` at `offset`.
   *
   * @throws Error where there is no critic.
   */
  values(observations: Tensor, rows: number, values: Float32Array, offset: number, masks?: Uint8Array): void {
    const { critic } = this.spec
    if (critic === 'none') throw new Error('this policy only acts: it was written without its critic')
    for (let start = 0; start < rows; start += this.maxRows) {
      const count = Math.min(this.maxRows, rows - start)
      const chunk = observations.view(start * this.observationSize, count * this.observationSize)
      if (critic === 'separate') {
        const found = this.network.values(this.network.features(chunk, count), count)
        values.set(found.data.subarray(0, count), offset + start)
      } else {
        this.forward(chunk, count, masks?.subarray(start * this.distribution.outputs))
        this.#readTied(critic, count, values, offset + start)
      }
    }
  }

  /**
   * The action for one raw observation: sampled, or the most likely one when `deterministic`. Continuous actions are
   * clipped to the space's bounds.
   *
   * @throws Error for an observation of the wrong length.
   */
  act(
    observation: ArrayLike<number>,
    options: { readonly deterministic?: boolean; readonly mask?: Uint8Array } = {},
  ): Action {
    const [action] = this.actAll([observation], options)
    return action
  }

  /**
   * `act` for any number of observations.
   *
   * @param options.random to draw from, in place of the policy's own.
   * @param options.mask [observations × actions]
   */
  actAll(
    observations: readonly ArrayLike<number>[],
    {
      random = this.#random,
      ...options
    }: { readonly deterministic?: boolean; readonly random?: Pcg64; readonly mask?: Uint8Array } = {},
  ): Action[] {
    const { outputs } = this.distribution
    const actions: Action[] = []
    for (let start = 0; start < observations.length; start += this.maxRows) {
      const rows = Math.min(this.maxRows, observations.length - start)
      this.#load(observations.slice(start, start + rows))
      this.forward(this.#input, rows, options.mask?.subarray(start * outputs))
      for (let row = 0; row < rows; row++)
        actions.push(this.#choose(row, options.deterministic ?? false, random))
    }
    return actions
  }

  /**
   * Decides on a raw row of features, as those of the log that it learnt from.
   *
   * @returns the action by its name, and the probability that it had, which belongs into the next log.
   * @throws Error that names a column which the row lacks, and for a policy that was trained in an environment.
   */
  decide(
    row: RawRow,
    {
      deterministic = false,
      random = this.#random,
    }: { readonly deterministic?: boolean; readonly random?: Pcg64 } = {},
  ): Decision {
    const { features } = this.spec
    if (!features || !this.#encoder)
      throw new Error(
        'this policy was trained in an environment: give observations to act, not rows to decide',
      )
    this.#load([this.#encoder.encode(row)])
    this.forward(this.#input, 1)
    const chosen = this.#choose(0, deterministic, random) as number
    const probability = deterministic ? 1 : this.#categorical().probability(0, chosen)
    return { action: features.actions[chosen], probability }
  }

  /** An action of this row of the batch that was read. */
  #choose(row: number, deterministic: boolean, random: Pcg64): Action {
    const chosen = new Float32Array(this.distribution.actionSize)
    if (deterministic) this.distribution.mode(row, chosen, 0)
    else this.distribution.sample(row, random, chosen, 0)
    if (this.spec.actionSpace.kind === 'discrete') return chosen[0]
    this.clip(chosen, 0, chosen, 0)
    return chosen
  }

  /** Copies one action's numbers, clipped to the bounds of a box: what the environment is given. */
  clip(actions: Float32Array, offset: number, clipped: Float32Array, clippedOffset: number): void {
    const { actionSpace } = this.spec
    for (let d = 0; d < this.distribution.actionSize; d++) {
      const number = actions[offset + d]
      clipped[clippedOffset + d] =
        actionSpace.kind === 'box'
          ? Math.max(actionSpace.low[d], Math.min(actionSpace.high[d], number))
          : number
    }
  }

  /**
   * π(a|s) of any number of raw observations [rows × size] → [rows × actions]; discrete actions only.
   *
   * @param mask [rows × actions], 0 where an action is not allowed.
   */
  probabilities(observations: Float32Array, mask?: Uint8Array): Float64Array {
    const distribution = this.#categorical()
    const size = this.observationSize
    const rows = observations.length / size
    const probabilities = new Float64Array(rows * distribution.outputs)
    for (let start = 0; start < rows; start += this.maxRows) {
      const count = Math.min(this.maxRows, rows - start)
      this.normalisation.observe(
        observations.subarray(start * size, (start + count) * size),
        this.#input.data.subarray(0, count * size),
      )
      this.forward(this.#input, count, mask?.subarray(start * distribution.outputs))
      for (let row = 0; row < count; row++)
        for (let a = 0; a < distribution.outputs; a++)
          probabilities[(start + row) * distribution.outputs + a] = distribution.probability(row, a)
    }
    return probabilities
  }

  /** All that the policy needs to act, for `loadPolicy`. */
  toBytes(options: FileOptions = {}): Uint8Array<ArrayBuffer> {
    return encodePolicy(this, options)
  }

  #categorical(): Categorical {
    if (this.spec.actionSpace.kind === 'discrete') return this.distribution as Categorical
    throw new Error(`this needs a discrete action space, and this one is ${this.spec.actionSpace.kind}`)
  }

  #load(observations: readonly ArrayLike<number>[]): void {
    const size = this.observationSize
    const input = this.#input.data
    observations.forEach((observation, row) => {
      if (observation?.length !== size)
        throw new Error(
          `the observation has ${observation?.length ?? 'no'} numbers; this policy was trained on ${size}`,
        )
      for (let i = 0; i < size; i++)
        if (!Number.isFinite(Math.fround(observation[i])))
          throw new Error(`the observation has ${observation[i]} at ${i}; it must be finite numbers`)
      input.set(observation, row * size)
    })
    const used = input.subarray(0, observations.length * size)
    this.normalisation.observe(used, used)
  }
}

/** What was chosen, and how likely that was. */
export interface Decision {
  /** Its name in the log. */
  readonly action: string
  /** In (0, 1]; 1 of the most likely action, where that is always taken. */
  readonly probability: number
}

/** @throws Error for features that aren't those of the policy's spaces. */
function encoderOf({ features, actionSpace }: PolicySpec, size: number): FeatureEncoder {
  const encoder = new FeatureEncoder(features!)
  if (encoder.size !== size || actionSpace.kind !== 'discrete' || actionSpace.n !== features!.actions.length)
    throw new Error('its columns or actions are not those of its networks')
  return encoder
}

/** Choices of each block of logits; none for a box, whose distribution is Gaussian. */
export function blocksOf(space: Space): readonly number[] | undefined {
  switch (space.kind) {
    case 'discrete':
      return [space.n]
    case 'multiDiscrete':
      return space.nvec
    case 'multiBinary':
      return new Array<number>(space.n).fill(2)
    case 'box':
      return undefined
  }
}
