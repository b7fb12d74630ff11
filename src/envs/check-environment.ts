import { type Pcg64, stream } from '../random/index.ts'
import { actionReachProblem } from './action-reach.ts'
import { allowedActions, checkObservation, checkStep } from './check.ts'
import type { Action, Environment, Step } from './environment.ts'
import { contains, sample } from './spaces.ts'

/** What one check of an environment found. */
export interface Finding {
  /** What was checked, in a few words. */
  readonly check: string
  /** `skipped`: the environment doesn't claim it. `warned`: it works, but training will find it hard. */
  readonly verdict: 'passed' | 'failed' | 'skipped' | 'warned'
  /** Why it failed, was skipped or warned of, with the fix; empty when it passed. */
  readonly message: string
}

/** Steps that each check plays. */
const STEPS = 300

type Check = (make: () => Environment) => string | undefined

/**
 * Plays an environment at random and looks for what breaks training quietly: wrong shapes, numbers out of bounds or
 * not finite, arrays that are overwritten, seeds that don't repeat, snapshots that don't restore.
 *
 * @param make makes a new environment, each call an independent one; all of them are closed.
 */
export function checkEnvironment(make: () => Environment): Finding[] {
  return checks.map(([check, run, otherwise = 'skipped']) => {
    const made: Environment[] = []
    try {
      const message = run(() => {
        made.push(make())
        return made[made.length - 1]
      })
      return { check, verdict: message === undefined ? 'passed' : otherwise, message: message ?? '' }
    } catch (error) {
      return { check, verdict: 'failed', message: error instanceof Error ? error.message : String(error) }
    } finally {
      for (const env of made) env.close?.()
    }
  })
}

const spaces: Check = (make) => {
  const { observationSpace, actionSpace } = make()
  if (observationSpace.kind !== 'box')
    throw new Error(
      `observationSpace is ${observationSpace.kind}; policies read boxes: encode it, one-hot for instance`,
    )
  if (!contains(actionSpace, sample(actionSpace, stream(0, 'actions'))))
    throw new Error('actionSpace does not contain its own samples; check its bounds')
  return undefined
}

const reach: Check = (make) => actionReachProblem(make().actionSpace)

const answers: Check = (make) => {
  const env = make()
  play(env, STEPS, ({ observation }) => {
    if (!contains(env.observationSpace, observation))
      throw new Error(
        `an observation lies outside observationSpace: [${observation}]; widen its bounds, or clip the observation`,
      )
  })
  return undefined
}

const endings: Check = (make) => {
  const env = make()
  let ends = 0
  play(env, 100 * STEPS, (step) => {
    if (step.terminated || step.truncated) ends++
  })
  if (ends > 0) return undefined
  return `no episode ended in ${100 * STEPS} random steps: fine for an endless task, else set terminated at its end, or wrap it in timeLimit`
}

const freshArrays: Check = (make) => {
  const env = make()
  const kept: [Float32Array, Float32Array][] = []
  play(env, 20, ({ observation }) => kept.push([observation, observation.slice()]))
  for (const [observation, copy] of kept)
    if (!same(observation, copy))
      throw new Error(
        'an observation changed after a later step; give a new Float32Array at every step and reset',
      )
  return undefined
}

const seeds: Check = (make) => {
  const [a, b] = [trajectory(make(), 5), trajectory(make(), 5)]
  const differing = a.findIndex((numbers, t) => !same(numbers, b[t]))
  if (differing >= 0)
    throw new Error(
      `the same seed and actions gave something else at step ${differing}; draw every random number from a generator that reset(seed) seeds`,
    )
  return undefined
}

const snapshots: Check = (make) => {
  const env = make()
  if (!env.getState || !env.setState)
    return 'no getState and setState: a run can be resumed, but not to the same bits'
  const other = make()
  other.reset(1)
  let last: Step | undefined
  play(env, STEPS / 3, (step) => {
    last = step.terminated || step.truncated ? undefined : step
  })
  other.setState!(JSON.parse(JSON.stringify(env.getState!())))
  const random = stream(2, 'actions')
  for (let t = 0; t < STEPS; t++) {
    const action = draw(env, last, random)
    const [step, again] = [env.step(action), other.step(action)]
    if (!same(numbersOf(step), numbersOf(again)))
      throw new Error(
        `${t + 1} steps after setState(getState()) the restored environment differs; put all that step() reads into the state, its random generator too`,
      )
    if (step.terminated || step.truncated) break
    last = step
  }
  return undefined
}

/** Each with what it means that it has something to say. */
const checks: readonly [string, Check, ('skipped' | 'warned')?][] = [
  ['spaces', spaces],
  ['actions are in reach', reach, 'warned'],
  ['observations, rewards and endings', answers],
  ['episodes end', endings],
  ['observations are new arrays', freshArrays],
  ['the same seed repeats', seeds],
  ['snapshots restore', snapshots],
]

/** Random steps with resets, each answer checked. */
function play(
  env: Environment,
  steps: number,
  onStep: (step: Step) => void = () => {},
  random: Pcg64 = stream(1, 'actions'),
): void {
  checkObservation(env, env.reset(3))
  let last: Step | undefined
  for (let t = 0; t < steps; t++) {
    const step = env.step(draw(env, last, random))
    checkStep(env, step)
    onStep(step)
    const ended = step.terminated || step.truncated
    if (ended) checkObservation(env, env.reset())
    last = ended ? undefined : step
  }
}

/** A random action, of those that are allowed after `last`, or after a reset without one. */
function draw(env: Environment, last: Step | undefined, random: Pcg64): Action {
  const mask = allowedActions(env, last)
  if (!mask) return sample(env.actionSpace, random)
  const allowed = [...mask.keys()].filter((action) => mask[action] === 1)
  return allowed[random.integers(0, allowed.length)]
}

/** What an episode with this seed shows at each step; what follows its end too. */
function trajectory(env: Environment, seed: number): Float64Array[] {
  const random = stream(4, 'actions')
  const numbers = [Float64Array.from(env.reset(seed))]
  let last: Step | undefined
  for (let t = 0; t < STEPS; t++) {
    const action = draw(env, last, random)
    const step = env.step(action)
    numbers.push(Float64Array.of(...actionNumbers(action), ...numbersOf(step)))
    const ended = step.terminated || step.truncated
    if (ended) numbers.push(Float64Array.from(env.reset()))
    last = ended ? undefined : step
  }
  return numbers
}

const actionNumbers = (action: Action) => (typeof action === 'number' ? [action] : Array.from(action))

const numbersOf = ({ observation, reward, terminated, truncated }: Step) =>
  Float64Array.of(...observation, reward, Number(terminated), Number(truncated))

const same = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.prototype.every.call(a, (x: number, i: number) => Object.is(x, b[i]))
