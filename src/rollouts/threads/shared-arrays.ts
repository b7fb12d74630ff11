import { type Space, sizeOf } from '../../envs/index.ts'
import { spin } from '../../spin.ts'
import type { VectorEnvironment } from '../vector-environment.ts'

/** What threads are asked to do. */
export const command = { step: 1, reset: 2, getState: 3, setState: 4, close: 5 } as const
export type Command = (typeof command)[keyof typeof command]

/** Words of `control`: one more at each turn; that turn's command; threads still at it; 1 once there are masks; 1 once a thread is lost. */
export const TURN = 0
export const COMMAND = 1
export const PENDING = 2
export const MASKED = 3
export const LOST = 4
/** With a spare one: what follows is aligned to 8 bytes. */
const WORDS = 6

/** Waits until a word of `control` is no longer `value`; what it is then. */
export function waitForChange(control: Int32Array, word: number, value: number): number {
  const now = spin(control, word, value)
  if (now !== value) return now
  // Being woken proves nothing: the call may be that of a turn which was noticed without it.
  while (Atomics.load(control, word) === value) Atomics.wait(control, word, value)
  return Atomics.load(control, word)
}

/** Arrays of E environments that all threads see: those of `VectorEnvironment`, and what goes to the environments. */
export interface SharedArrays {
  readonly control: Int32Array
  readonly seeds: Float64Array
  readonly rewards: Float64Array
  readonly actions: Float32Array
  readonly observations: Float32Array
  readonly finalObservations: Float32Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly masks: Uint8Array
  readonly finalMasks: Uint8Array
}

/** What decides the arrays' lengths. */
export interface Dimensions {
  readonly numEnvs: number
  readonly observationSpace: Space
  readonly actionSpace: Space
}

/** The arrays, one after the other, widest numbers first: new ones with every action allowed, or those in `given`. */
export function sharedArrays(
  { numEnvs, observationSpace, actionSpace }: Dimensions,
  given?: SharedArrayBuffer,
): SharedArrays {
  const numbers = numEnvs * sizeOf(observationSpace)
  const actionNumbers = numEnvs * sizeOf(actionSpace)
  const choices = numEnvs * (actionSpace.kind === 'discrete' ? actionSpace.n : 0)
  const bytes = 4 * WORDS + 16 * numEnvs + 4 * (2 * numbers + actionNumbers) + 2 * (numEnvs + choices)
  const memory = given ?? new SharedArrayBuffer(bytes)
  let at = 0
  const take = <A>(
    Numbers: { new (memory: SharedArrayBuffer, at: number, length: number): A; BYTES_PER_ELEMENT: number },
    length: number,
  ): A => {
    const taken = new Numbers(memory, at, length)
    at += length * Numbers.BYTES_PER_ELEMENT
    return taken
  }
  const arrays = {
    control: take(Int32Array, WORDS),
    seeds: take(Float64Array, numEnvs),
    rewards: take(Float64Array, numEnvs),
    actions: take(Float32Array, actionNumbers),
    observations: take(Float32Array, numbers),
    finalObservations: take(Float32Array, numbers),
    terminated: take(Uint8Array, numEnvs),
    truncated: take(Uint8Array, numEnvs),
    masks: take(Uint8Array, choices),
    finalMasks: take(Uint8Array, choices),
  }
  if (!given) for (const masks of [arrays.masks, arrays.finalMasks]) masks.fill(1)
  return arrays
}

/** Shows all threads what happened in one thread's environments, the first of which has number `first`. */
export function publish(environments: VectorEnvironment, shared: SharedArrays, first: number): void {
  const { numEnvs, masks, finalMasks, observations } = environments
  const size = observations.length / numEnvs
  shared.observations.set(observations, first * size)
  shared.finalObservations.set(environments.finalObservations, first * size)
  shared.rewards.set(environments.rewards, first)
  shared.terminated.set(environments.terminated, first)
  shared.truncated.set(environments.truncated, first)
  if (!masks || !finalMasks) return
  shared.masks.set(masks, (first * masks.length) / numEnvs)
  shared.finalMasks.set(finalMasks, (first * finalMasks.length) / numEnvs)
  Atomics.store(shared.control, MASKED, 1)
}
