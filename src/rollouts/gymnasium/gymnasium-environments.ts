import { REWARD_RANGE } from '../../envs/check.ts'
import { partsOf } from '../../envs/id.ts'
import { box, type Space, sizeOf } from '../../envs/index.ts'
import { GYMNASIUM } from '../../envs/registry.ts'
import type { VectorEnvironment, VectorState } from '../vector-environment.ts'
import { Python } from './python.ts'

/** First number of a request. */
const RESET = 1
const STEP = 2

/** Bytes before a request's actions or seeds. */
const HEADER = 8

/** A box as Python tells it: one number for equal bounds, null for none. */
interface ToldBox {
  readonly kind: 'box'
  readonly shape: readonly number[]
  readonly low: number | null | readonly (number | null)[]
  readonly high: number | null | readonly (number | null)[]
}
type ToldSpace = ToldBox | Exclude<Space, { kind: 'box' }>

/** What Python says of its environments, and of where in an answer each array begins. */
interface Greeting {
  readonly observationSpace: ToldSpace
  readonly actionSpace: ToldSpace
  readonly numbers: 'float32' | 'uint8'
  readonly offsets: Readonly<
    Record<
      'rewards' | 'observations' | 'terminated' | 'truncated' | 'masked' | 'masks' | 'finalMasks' | 'finals',
      number
    >
  >
  readonly answerBytes: number
  readonly requestBytes: number
}

/**
 * Environments of an installed Python package gymnasium, stepped one after the other by one child process. Discrete
 * observations become one-hots, one for each integer; bytes become float32 without scaling. Gymnasium has no
 * snapshots: restored environments begin new episodes.
 */
export class GymnasiumEnvironments implements VectorEnvironment {
  readonly id: string
  readonly numEnvs: number
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly observations: Float32Array
  readonly rewards: Float64Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly finalObservations: Float32Array
  readonly #python: Python
  readonly #size: number
  readonly #request: Uint8Array
  readonly #kind: Int32Array
  readonly #actions: Float32Array
  readonly #seeds: Float64Array
  readonly #answer: Uint8Array
  /** Observations as Python sends them. */
  readonly #sent: Float32Array | Uint8Array
  /** Final observations of the episodes that ended, one after the other. */
  readonly #sentFinals: Float32Array | Uint8Array
  readonly #masked: Uint8Array
  readonly #masks: Uint8Array
  readonly #finalMasks: Uint8Array

  private constructor(id: string, numEnvs: number, python: Python, greeting: Greeting) {
    const { numbers, offsets, answerBytes, requestBytes } = greeting
    this.id = `gymnasium:${id}`
    this.numEnvs = numEnvs
    this.observationSpace = spaceOf(greeting.observationSpace)
    this.actionSpace = spaceOf(greeting.actionSpace)
    this.#python = python
    this.#size = sizeOf(this.observationSpace)

    const request = new ArrayBuffer(requestBytes)
    this.#request = new Uint8Array(request)
    this.#kind = new Int32Array(request, 0, 1)
    this.#actions = new Float32Array(request, HEADER, numEnvs * sizeOf(this.actionSpace))
    this.#seeds = new Float64Array(request, HEADER, numEnvs)

    const answer = new ArrayBuffer(answerBytes)
    const Numbers = numbers === 'uint8' ? Uint8Array : Float32Array
    const choices = this.actionSpace.kind === 'discrete' ? this.actionSpace.n : 0
    this.#answer = new Uint8Array(answer)
    this.rewards = new Float64Array(answer, offsets.rewards, numEnvs)
    this.terminated = new Uint8Array(answer, offsets.terminated, numEnvs)
    this.truncated = new Uint8Array(answer, offsets.truncated, numEnvs)
    this.#masked = new Uint8Array(answer, offsets.masked, 1)
    this.#masks = new Uint8Array(answer, offsets.masks, numEnvs * choices)
    this.#finalMasks = new Uint8Array(answer, offsets.finalMasks, numEnvs * choices)
    this.#sent = new Numbers(answer, offsets.observations, numEnvs * this.#size)
    this.#sentFinals = new Numbers(answer, offsets.finals, numEnvs * this.#size)
    this.observations = this.#sent instanceof Float32Array ? this.#sent : new Float32Array(this.#sent.length)
    this.finalObservations = new Float32Array(numEnvs * this.#size)
  }

  /**
   * @param id Gymnasium's: `CartPole-v1`, `ALE/Breakout-v5`, `my_package:MyEnv-v0`, with options after it where
   *   wanted: `LunarLander-v3?continuous=true`.
   * @throws Error of one line without Python, without gymnasium, for an unknown id, and for a space that has no
   *   counterpart here.
   */
  static async create(id: string, numEnvs: number): Promise<GymnasiumEnvironments> {
    // Wrappers go around it in Python; their values are checked here.
    partsOf(`${GYMNASIUM}${id}`)
    const { python, greeting } = await Python.start(id, numEnvs)
    try {
      return new GymnasiumEnvironments(id, numEnvs, python, greeting as Greeting)
    } catch (error) {
      python.close()
      throw error
    }
  }

  get masks(): Uint8Array | undefined {
    return this.#masked[0] ? this.#masks : undefined
  }

  get finalMasks(): Uint8Array | undefined {
    return this.#masked[0] ? this.#finalMasks : undefined
  }

  reset(seeds: readonly number[]): void {
    this.#seeds.set(seeds)
    this.#ask(RESET)
  }

  step(actions: Float32Array): void {
    this.#actions.set(actions)
    this.#ask(STEP)
    this.#placeFinals()
  }

  #ask(kind: number): void {
    this.#kind[0] = kind
    this.#python.ask(this.#request, this.#answer)
    if (this.#sent === this.observations) this.#check(this.observations)
    else this.observations.set(this.#sent)
    const odd = this.rewards.find((reward) => !Number.isFinite(Math.fround(reward)))
    if (odd !== undefined) throw new Error(`environment ${this.id}: reward: got ${odd}; ${REWARD_RANGE}`)
  }

  #placeFinals(): void {
    const size = this.#size
    for (let e = 0, ended = 0; e < this.numEnvs; e++) {
      if (!(this.terminated[e] | this.truncated[e])) continue
      const final = this.#sentFinals.subarray(ended * size, (ended + 1) * size)
      this.#check(final)
      this.finalObservations.set(final, e * size)
      ended++
    }
  }

  #check(observations: Float32Array | Uint8Array): void {
    for (let i = 0; i < observations.length; i++)
      if (!Number.isFinite(observations[i]))
        throw new Error(
          `environment ${this.id}: observation[${i % this.#size}]: got ${observations[i]}; every component must be finite`,
        )
  }

  getState(): VectorState {
    return { environments: new Array(this.numEnvs).fill(null), observations: [], masks: null }
  }

  setState(_: VectorState, seeds: readonly number[]): number[] {
    this.reset(seeds)
    return seeds.map((_, e) => e)
  }

  close(): void {
    this.#python.close()
  }
}

function spaceOf(told: ToldSpace): Space {
  if (told.kind !== 'box') return told
  const bound = (value: ToldBox['low'], none: number) =>
    Array.isArray(value) ? value.map((one: number | null) => one ?? none) : ((value as number | null) ?? none)
  return box(
    bound(told.low, Number.NEGATIVE_INFINITY),
    bound(told.high, Number.POSITIVE_INFINITY),
    told.shape,
  )
}
