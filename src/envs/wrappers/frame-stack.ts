import type { Action, Environment, Step } from '../environment.ts'
import { invalidState, isVector, shown } from '../invalid.ts'
import { box, sizeOf } from '../spaces.ts'
import { Wrapper } from './wrapper.ts'

const MAX_FRAMES = 1000

/**
 * Gives the last `count` observations as one, oldest first: shape [count, …]. An episode begins with `count` copies
 * of its first.
 */
export function frameStack(env: Environment, count: number): Environment {
  if (!(Number.isInteger(count) && count > 0 && count <= MAX_FRAMES))
    throw new Error(`frameStack: count is ${shown(count)}; it must be a whole number from 1 to ${MAX_FRAMES}`)
  return new FrameStack(env, count)
}

class FrameStack extends Wrapper {
  readonly #frames: Float32Array
  readonly #size: number

  constructor(env: Environment, count: number) {
    const { observationSpace: space } = env
    if (space.kind !== 'box')
      throw new Error(`frameStack: ${env.id}'s observation space is ${space.kind}; it must be a box`)
    const repeated = (bounds: readonly number[]) => Array.from({ length: count }, () => bounds).flat()
    super(env, { observationSpace: box(repeated(space.low), repeated(space.high), [count, ...space.shape]) })
    this.#size = sizeOf(space)
    this.#frames = new Float32Array(count * this.#size)
  }

  override reset(seed?: number): Float32Array {
    const observation = this.inner.reset(seed)
    for (let start = 0; start < this.#frames.length; start += this.#size) this.#frames.set(observation, start)
    return this.#frames.slice()
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    this.#frames.copyWithin(0, this.#size)
    this.#frames.set(step.observation, this.#frames.length - this.#size)
    return { ...step, observation: this.#frames.slice() }
  }

  protected override remember(): Record<string, unknown> {
    return { frames: Array.from(this.#frames) }
  }

  protected override recall({ frames }: Record<string, unknown>): void {
    if (frames === undefined) return
    if (!isVector(frames, this.#frames.length))
      throw invalidState(this.id, 'frames', `${this.#frames.length} finite numbers`, shown(frames))
    this.#frames.set(frames)
  }
}
