import type { VectorEnvironment, VectorState } from '../vector-environment.ts'
import { type Command, command, publish, type SharedArrays } from './shared-arrays.ts'

/** What `setState` takes, beside the shared arrays. */
export interface Restoring {
  readonly state: VectorState
  readonly seeds: readonly number[]
}

/** What a command gave or threw. */
export type Reply = { readonly value: unknown } | { readonly error: Error }

/** One thread's part of the environments: numbers `first` to `first + numEnvs − 1`. */
export class Share {
  readonly environments: VectorEnvironment
  readonly #first: number
  readonly #shared: SharedArrays
  readonly #actions: Float32Array
  readonly #seeds: Float64Array

  constructor(environments: VectorEnvironment, first: number, shared: SharedArrays) {
    const { numEnvs } = environments
    const width = shared.actions.length / shared.seeds.length
    this.environments = environments
    this.#first = first
    this.#shared = shared
    this.#actions = shared.actions.subarray(first * width, (first + numEnvs) * width)
    this.#seeds = shared.seeds.subarray(first, first + numEnvs)
  }

  /** Does what the method of `VectorEnvironment` does, and shows all threads what came of it. */
  handle(what: Command, restoring?: Restoring): Reply {
    try {
      return { value: this.#handle(what, restoring) }
    } catch (error) {
      return { error: error as Error }
    }
  }

  #handle(what: Command, restoring: Restoring | undefined): unknown {
    const { environments } = this
    if (what === command.close) return environments.close()
    if (what === command.getState) return environments.getState()
    let restarted: number[] | undefined
    if (what === command.step) environments.step(this.#actions)
    else if (what === command.reset) environments.reset(Array.from(this.#seeds))
    else restarted = environments.setState(restoring!.state, restoring!.seeds)
    publish(environments, this.#shared, this.#first)
    return restarted?.map((e) => this.#first + e)
  }
}
