import type { Space, TabularMdp } from '../../envs/index.ts'
import { createInThisThread } from '../one-thread.ts'
import type { VectorEnvironment, VectorState } from '../vector-environment.ts'
import { type Restoring, Share } from './share.ts'
import { type Command, command, MASKED, type SharedArrays, sharedArrays } from './shared-arrays.ts'
import { type Range, ThreadPool } from './thread-pool.ts'

/**
 * Environments in several threads, this one among them, stepped at the same time: number for number what one thread
 * would give. Worth it where their steps together take 100 µs or more.
 */
export class ThreadedEnvironments implements VectorEnvironment {
  readonly id: string
  readonly numEnvs: number
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly observations: Float32Array
  readonly rewards: Float64Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly finalObservations: Float32Array
  readonly regret?: NonNullable<VectorEnvironment['regret']>
  readonly mdp?: TabularMdp
  /** This thread's share comes first. */
  readonly #ranges: readonly Range[]
  readonly #own: Share
  readonly #pool: ThreadPool
  readonly #shared: SharedArrays
  #open = true

  private constructor(
    own: VectorEnvironment,
    pool: ThreadPool,
    ranges: readonly Range[],
    shared: SharedArrays,
  ) {
    this.id = own.id
    this.numEnvs = shared.rewards.length
    this.observationSpace = own.observationSpace
    this.actionSpace = own.actionSpace
    this.observations = shared.observations
    this.rewards = shared.rewards
    this.terminated = shared.terminated
    this.truncated = shared.truncated
    this.finalObservations = shared.finalObservations
    this.#ranges = ranges
    this.#own = new Share(own, 0, shared)
    this.#pool = pool
    this.#shared = shared
    if (own.regret) this.regret = (policy, gamma) => own.regret!(policy, gamma)
    if (own.mdp) this.mdp = own.mdp
  }

  /**
   * @param threads at least 1; no more are started than there are environments.
   * @throws Error of one line for an id that names no environment, or one that other threads don't know.
   */
  static async create(id: string, numEnvs: number, threads: number): Promise<ThreadedEnvironments> {
    const ranges = split(numEnvs, Math.min(threads, numEnvs))
    const own = await createInThisThread(id, ranges[0].count)
    const { observationSpace, actionSpace } = own
    const dimensions = { numEnvs, observationSpace, actionSpace }
    const shared = sharedArrays(dimensions)
    const pool = new ThreadPool(id, shared)
    const all = new ThreadedEnvironments(own, pool, ranges, shared)
    try {
      await pool.start(ranges.slice(1), dimensions)
    } catch (error) {
      all.close()
      throw new Error(
        `envThreads is ${threads}, but another thread can't make ${id} (${(error as Error).message}); what register() adds is there in its own thread alone: set envThreads to 1`,
        { cause: error },
      )
    }
    return all
  }

  get masks(): Uint8Array | undefined {
    return Atomics.load(this.#shared.control, MASKED) ? this.#shared.masks : undefined
  }

  get finalMasks(): Uint8Array | undefined {
    return this.masks && this.#shared.finalMasks
  }

  reset(seeds: readonly number[]): void {
    this.#shared.seeds.set(seeds)
    this.#all(command.reset)
  }

  step(actions: Float32Array): void {
    this.#shared.actions.set(actions)
    this.#all(command.step)
  }

  getState(): VectorState {
    const states = this.#all(command.getState) as VectorState[]
    return {
      environments: states.flatMap(({ environments }) => environments),
      observations: states.flatMap(({ observations }) => observations),
      masks: this.masks ? Array.from(this.masks) : null,
    }
  }

  setState({ environments, observations, masks }: VectorState, seeds: readonly number[]): number[] {
    const [own, ...others] = this.#ranges.map((range): Restoring => {
      const rows = <T>(all: readonly T[]) => rowsOf(all, range, this.numEnvs)
      return {
        state: {
          environments: rows(environments),
          observations: rows(observations),
          masks: masks && rows(masks),
        },
        seeds: rows(seeds),
      }
    })
    return (this.#all(command.setState, own, others) as number[][]).flat()
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#own.handle(command.close)
    this.#pool.close()
  }

  /** A turn of all threads: what each gave, this one's first. */
  #all(what: Command, own?: Restoring, others?: readonly Restoring[]): unknown[] {
    this.#pool.begin(what, others)
    const reply = this.#own.handle(what, own)
    return [reply, ...this.#pool.end()].map((each) => {
      if ('error' in each) throw each.error
      return each.value
    })
  }
}

/** Shares that differ by one environment at most. */
function split(numEnvs: number, threads: number): Range[] {
  const first = (i: number) => Math.ceil((i * numEnvs) / threads)
  return Array.from({ length: threads }, (_, i) => ({ first: first(i), count: first(i + 1) - first(i) }))
}

/** The part of `all`, whose length is a multiple of `numEnvs`, that belongs to the environments of the range. */
function rowsOf<T>(all: readonly T[], { first, count }: Range, numEnvs: number): T[] {
  const size = all.length / numEnvs
  return all.slice(first * size, (first + count) * size)
}
