import type { Action, Environment, Step } from '../environment.ts'
import { invalidState, isVector, shown } from '../invalid.ts'
import { box, sizeOf } from '../spaces.ts'
import { Wrapper } from './wrapper.ts'

export const MAX_FRAMES = 1000

/**
 * Gives the last `count` observations as one, oldest first, so that networks take it: images [height, width, channels]
 * along their channels, [height, width] as channels, all else along the last axis: a vector [n] becomes [count·n]. An
 * episode begins with `count` copies of its first observation.
 */
export function frameStack(env: Environment, count: number): Environment {
  if (!(Number.isInteger(count) && count > 0 && count <= MAX_FRAMES))
    throw new Error(`frameStack: count is ${shown(count)}; it must be a whole number from 1 to ${MAX_FRAMES}`)
  return new FrameStack(env, count)
}

class FrameStack extends Wrapper {
  readonly #frames: Float32Array
  /** Numbers of one observation, and of the last axis along which they are stacked. */
  readonly #size: number
  readonly #channels: number

  constructor(env: Environment, count: number) {
    const { observationSpace: space } = env
    if (space.kind !== 'box')
      throw new Error(`frameStack: ${env.id}'s observation space is ${space.kind}; it must be a box`)
    const outer = space.shape.length === 2 ? [...space.shape, 1] : space.shape
    const channels = outer[outer.length - 1] ?? 1
    const repeated = (bounds: readonly number[]) =>
      Array.from(stacked(Array.from({ length: count }, () => bounds).flat(), count, channels))
    const shape = [...outer.slice(0, -1), count * channels]
    super(env, { observationSpace: box(repeated(space.low), repeated(space.high), shape) })
    this.#size = sizeOf(space)
    this.#channels = channels
    this.#frames = new Float32Array(count * this.#size)
  }

  override reset(seed?: number): Float32Array {
    const observation = this.inner.reset(seed)
    for (let start = 0; start < this.#frames.length; start += this.#size) this.#frames.set(observation, start)
    return this.#stacked()
  }

  override step(action: Action): Step {
    const step = this.inner.step(action)
    this.#frames.copyWithin(0, this.#size)
    this.#frames.set(step.observation, this.#frames.length - this.#size)
    return { ...step, observation: this.#stacked() }
  }

  #stacked(): Float32Array {
    return stacked(this.#frames, this.#frames.length / this.#size, this.#channels)
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

/** Frames one after the other as one, with their last axes side by side. */
function stacked(frames: ArrayLike<number>, count: number, channels: number): Float32Array {
  const observation = new Float32Array(frames.length)
  const size = frames.length / count
  const cells = size / channels
  for (let frame = 0; frame < count; frame++)
    for (let cell = 0; cell < cells; cell++)
      for (let c = 0; c < channels; c++)
        observation[(cell * count + frame) * channels + c] = frames[frame * size + cell * channels + c]
  return observation
}
