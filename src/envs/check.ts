import type { Environment, Step } from './environment.ts'
import { sizeOf } from './spaces.ts'

/** What a reward must be, for errors. */
export const REWARD_RANGE = 'give a number within ±3.4e38, the range of float32'

/**
 * Bounds are not checked.
 *
 * @throws Error, naming the environment, the field and the value, unless the observation is a Float32Array of the
 *   observation space's size with finite numbers.
 */
export function checkObservation(env: Environment, observation: Float32Array): void {
  requireNoPromise(env, 'reset', observation)
  const size = sizeOf(env.observationSpace)
  if (!(observation instanceof Float32Array) || observation.length !== size) {
    throw complaint(
      env,
      'observation',
      describe(observation),
      `give a Float32Array of length ${size}, as its observationSpace says`,
    )
  }
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(observation[i])) {
      throw complaint(env, `observation[${i}]`, observation[i], 'every component must be finite')
    }
  }
}

/**
 * Cheap enough for every step.
 *
 * @throws Error, naming the environment, the field and the value, unless `step` is a valid answer.
 */
export function checkStep(env: Environment, step: Step): void {
  requireNoPromise(env, 'step', step)
  if (typeof step !== 'object' || step === null) {
    throw complaint(env, 'step', describe(step), 'give { observation, reward, terminated, truncated }')
  }
  checkObservation(env, step.observation)
  if (!Number.isFinite(step.reward) || !Number.isFinite(Math.fround(step.reward)))
    throw complaint(env, 'reward', describe(step.reward), REWARD_RANGE)
  if (typeof step.terminated !== 'boolean')
    throw complaint(env, 'terminated', describe(step.terminated), 'give true or false')
  if (typeof step.truncated !== 'boolean')
    throw complaint(env, 'truncated', describe(step.truncated), 'give true or false')
  if (step.info?.['actionMask'] !== undefined) checkMask(env, 'info.actionMask', step.info['actionMask'])
}

/**
 * The actions that the environment allows next, after `step`, or after a reset without one: 1 for each, undefined for
 * all of them. `step` has been checked.
 *
 * @throws what `actionMask()` throws, and on a mask that is none.
 */
export function allowedActions(env: Environment, step?: Step): Uint8Array | undefined {
  const told = step?.info?.['actionMask']
  if (told !== undefined || !env.actionMask) return told as Uint8Array | undefined
  const mask = naming(env, 'actionMask', () => env.actionMask!())
  if (mask !== undefined) checkMask(env, 'actionMask()', mask)
  return mask
}

function checkMask(env: Environment, field: string, mask: unknown): void {
  const space = env.actionSpace
  if (space.kind !== 'discrete') {
    throw complaint(
      env,
      field,
      describe(mask),
      `a mask needs a discrete action space, this one is ${space.kind}`,
    )
  }
  if (!(mask instanceof Uint8Array) || mask.length !== space.n) {
    throw complaint(
      env,
      field,
      describe(mask),
      `give a Uint8Array of length ${space.n}, one entry per action`,
    )
  }
  if (!mask.includes(1)) throw complaint(env, field, 'no 1 in it', 'allow at least one action with a 1')
}

/** Whether `value` is a promise, of whatever library. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'

/** The error about an answer that is promised: what becomes of the promise is nobody's business any more. */
export function promised(promise: PromiseLike<unknown>, call: string): Error {
  promise.then(undefined, () => {})
  return new Error(
    `${call} gave a promise; give what it promises, without async: environments answer at once`,
  )
}

function requireNoPromise(env: Environment, call: string, value: unknown): void {
  if (isPromise(value)) throw promised(value, `environment ${env.id}: ${call}()`)
}
/** Runs a user's code; what it throws gets the environment's name in front. */
export function naming<T>(env: Environment, call: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`environment ${env.id}: ${call}() threw: ${message}`, { cause: error })
  }
}

function complaint(env: Environment, field: string, got: unknown, fix: string): Error {
  return new Error(`environment ${env.id}: ${field}: got ${got}; ${fix}`)
}

/** A value in a few words: arrays by type and length, strings in quotes. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const name = value.constructor?.name ?? 'object'
  return 'length' in value ? `${name} of length ${value.length}` : name
}
