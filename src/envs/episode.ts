import { Pcg64, type Pcg64State } from '../random/index.ts'
import { invalidState, isVector, shown } from './invalid.ts'

/**
 * What every built-in environment keeps besides its physics: its generator, the steps of the episode, whether the episode runs.
 *
 * Counts steps against the time limit `maxSteps`, refuses steps outside an episode, and takes part in snapshots.
 */
export class Episode {
  /** Equal to Gymnasium's `np_random` after a reset with the same seed; as with seed 0 before the first one. */
  random = Pcg64.fromSeed(0)
  readonly #id: string
  #maxSteps: number
  #elapsed = 0
  #running = false

  constructor(id: string, maxSteps = Number.POSITIVE_INFINITY) {
    this.#id = id
    this.#maxSteps = maxSteps
  }

  /** Another time limit, from the next step on. */
  limit(maxSteps: number): void {
    this.#maxSteps = maxSteps
  }

  /** Begins an episode; a seed restarts the generator first. */
  start(seed?: number): void {
    if (seed !== undefined) this.random = this.#generator(seed)
    this.#elapsed = 0
    this.#running = true
  }

  /** @throws Error unless an episode runs; the first thing in every step. */
  requireRunning(): void {
    if (!this.#running) {
      const why =
        this.#elapsed === 0 ? 'was called before reset()' : 'was called after the end of the episode'
      throw new Error(`${this.#id}: step() ${why}; call reset() first`)
    }
  }

  /** Counts a step; true if it reached the time limit. The episode ends if it did, or if the task `terminated`. */
  advance(terminated: boolean): boolean {
    this.#elapsed++
    const truncated = this.#elapsed >= this.#maxSteps
    this.#running = !terminated && !truncated
    return truncated
  }

  #generator(seed: number): Pcg64 {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new Error(
        `${this.#id}: seed must be a non-negative integer, got ${shown(seed)}; use one up to 2^53 − 1`,
      )
    return Pcg64.fromSeed(seed)
  }

  getState(): { id: string; elapsed: number; running: boolean; random: Pcg64State } {
    return { id: this.#id, elapsed: this.#elapsed, running: this.#running, random: this.random.getState() }
  }

  /** @throws Error unless `state` is a snapshot, and of this environment if it says of which. */
  requireOwn(state: unknown): void {
    if (typeof state !== 'object' || state === null)
      throw new Error(
        `${this.#id}: a state must be an object, got ${shown(state)}; restore what getState() gave`,
      )
    const { id = this.#id } = state as { id?: unknown }
    if (id !== this.#id) throw this.#invalid('id', id, this.#id)
  }

  /** Takes over the fields that `state` has. Without `running` the episode runs, so that a new physics can be stepped at once. */
  setState(state: Record<string, unknown>): void {
    const { elapsed = this.#elapsed, running = true, random } = state
    if (!Number.isSafeInteger(elapsed) || (elapsed as number) < 0)
      throw this.#invalid('elapsed', elapsed, 'an integer ≥ 0')
    if (typeof running !== 'boolean') throw this.#invalid('running', running, 'true or false')
    if (random !== undefined) {
      if (typeof random !== 'object' || random === null)
        throw this.#invalid('random', random, 'a generator state')
      this.#restore(random as Pcg64State)
    }
    this.#elapsed = elapsed as number
    this.#running = running
  }

  #restore(random: Pcg64State): void {
    try {
      this.random.setState(random)
    } catch (error) {
      throw new Error(`${this.#id}: ${(error as Error).message}`, { cause: error })
    }
  }

  /** The `physics` of a snapshot of this environment; throws unless it holds one finite number for each of `fields`. */
  physicsOf(state: { physics: number[] }, fields: readonly string[]): number[] {
    this.requireOwn(state)
    const { physics } = state
    if (!Array.isArray(physics) || !isVector(physics, fields.length)) {
      const names = fields.length > 8 ? `${fields[0]} to ${fields[fields.length - 1]}` : fields.join(', ')
      throw this.#invalid('physics', physics, `${fields.length} finite numbers (${names})`)
    }
    return physics
  }

  #invalid(field: string, value: unknown, expected: string): Error {
    return invalidState(this.#id, field, expected, shown(value))
  }
}
