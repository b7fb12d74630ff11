import { Categorical, type Distribution, Gaussian } from '../distributions/index.ts'
import type { Action } from '../envs/index.ts'
import { type Space, sizeOf } from '../envs/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { ActorCritic } from '../networks/index.ts'
import { type Pcg64, stream } from '../random/index.ts'
import { encodePolicy } from './file.ts'
import { RunningNormalisation } from './normalisation.ts'
import type { PolicySpec } from './spec.ts'
import { stateValue } from './tied-critic.ts'

/** Gain of the actor's head: near uniform at first. */
const POLICY_GAIN = 0.01

/**
 * What a run learns and a user keeps: networks, action distribution, and the statistics that inputs are normalised
 * by, as one.
 */
export class Policy {
  readonly spec: PolicySpec
  readonly network: ActorCritic
  readonly distribution: Distribution
  readonly normalisation: RunningNormalisation
  readonly observationSize: number
  /** The largest batch that the networks take. */
  readonly maxRows: number
  readonly kernels: Kernels
  readonly #random: Pcg64
  readonly #input: Tensor
  /** Of the rows that were read last. */
  #features: Tensor | undefined

  /** @param maxRows the largest batch that the networks, and so `forward`, will be given at once. */
  constructor(kernels: Kernels, spec: PolicySpec, maxRows = 256) {
    const { actionSpace, critic } = spec
    const blocks = blocksOf(actionSpace)
    const dimensions = sizeOf(actionSpace)
    this.spec = spec
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
    this.#input = kernels.tensor(maxRows * this.observationSize)
  }

  /** Orthogonal weights from the run's own stream. */
  initialise(): void {
    this.network.initialise(stream(this.spec.seed, 'initialisation'))
  }

  /**
   * Reads the action distributions of normalised observations [rows × size]; then ask `distribution` by row.
   *
   * @throws RangeError for more than `maxRows` rows.
   */
  forward(observations: Tensor, rows: number, masks?: Uint8Array): void {
    if (rows > this.maxRows)
      throw new RangeError(`rows is ${rows}; this policy takes ${this.maxRows} at once`)
    this.#features = this.network.features(observations, rows)
    this.distribution.setOutputs(this.network.outputs(this.#features, rows), rows, masks)
  }

  /** Whether `valuesOfLastForward` costs next to nothing, and `values` a way through the trunk. */
  get sharesTrunk(): boolean {
    return this.spec.critic === 'separate' && this.spec.network.sharedTrunk
  }

  /** V(s) of the rows that `forward` was given last, as `values` would find them. */
  valuesOfLastForward(rows: number, values: Float32Array, offset: number): void {
    if (!this.#features) throw new Error('valuesOfLastForward was called before forward')
    values.set(this.network.values(this.#features, rows).data.subarray(0, rows), offset)
  }

  /**
   * V(s), in (normalised) reward units, of any number of normalised observations [rows × size], into `values` at `offset`.
   */
  values(observations: Tensor, rows: number, values: Float32Array, offset: number, masks?: Uint8Array): void {
    const { critic } = this.spec
    for (let start = 0; start < rows; start += this.maxRows) {
      const count = Math.min(this.maxRows, rows - start)
      const chunk = observations.view(start * this.observationSize, count * this.observationSize)
      if (critic === 'separate') {
        const found = this.network.values(this.network.features(chunk, count), count)
        values.set(found.data.subarray(0, count), offset + start)
      } else {
        const outputs = this.#categorical()
        this.forward(chunk, count, masks?.subarray(start * outputs.outputs))
        for (let row = 0; row < count; row++)
          values[offset + start + row] = critic.temperature * stateValue(critic.tied, outputs, row)
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
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodePolicy(this)
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
