import { type Action, sizeOf } from '../envs/index.ts'
import type { Policy } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import {
  createEnvironments,
  type EnvironmentSource,
  type Episode,
  type VectorEnvironment,
} from '../rollouts/index.ts'
import { MAX_EPISODE_STEPS } from './episode-limit.ts'
import { EventLoopBreaks } from './event-loop.ts'
import type { StopSignal } from './stop-signal.ts'

/** How a policy is evaluated. */
export interface EvaluateOptions {
  /** Episodes to play, 20 if not given. */
  readonly episodes?: number
  /** Seed of the environments and of the sampled actions, 0 if not given. */
  readonly seed?: number
  /** Take the most likely action in place of a sample. */
  readonly deterministic?: boolean
  /** Steps after which an episode that has not ended is cut, {@link MAX_EPISODE_STEPS} if not given. */
  readonly maxSteps?: number
  /** Aborting it ends the evaluation. */
  readonly signal?: StopSignal
  /** Told now and then, while episodes are played, of those that have ended and of the steps of all. */
  readonly onProgress?: (episodes: number, steps: number) => void
}

/** What a policy achieved. */
export interface Evaluation {
  /** Undiscounted return of each episode, raw reward units. */
  readonly returns: number[]
  /** Steps of each episode. */
  readonly lengths: number[]
  /** Episodes that were cut after `maxSteps`. */
  readonly cut: number
  /** Of the returns. */
  readonly meanReturn: number
  /** Of the returns, with n − 1. */
  readonly standardDeviation: number
  /** Exact regret, undiscounted, in environments that know it. */
  readonly regret?: number
}

/**
 * Plays whole episodes with a policy that no longer learns; its normaliser stays as it is. Episode i has a seed of its
 * own, so that the same call gives the same returns.
 *
 * @throws Error when the environment's spaces aren't those that the policy was trained on.
 */
export async function evaluate(
  policy: Policy,
  env: EnvironmentSource,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const environment = await createEnvironments(env, 1)
  try {
    return await evaluateIn(environment, policy, options)
  } finally {
    environment.close()
  }
}

/** {@link evaluate} in an environment that is there already, and stays open. */
export async function evaluateIn(
  environment: VectorEnvironment,
  policy: Policy,
  {
    episodes = 20,
    seed = 0,
    deterministic = false,
    maxSteps = MAX_EPISODE_STEPS,
    signal,
    onProgress,
  }: EvaluateOptions,
): Promise<Evaluation> {
  for (const [name, value] of Object.entries({ episodes, maxSteps }))
    if (!(Number.isInteger(value) && value > 0))
      throw new Error(`${name} is ${value}; it must be a whole number > 0`)
  checkSpaces(policy, environment)
  const random = stream(seed, 'evaluation')
  const act = (observation: Float32Array, mask: Uint8Array | undefined) =>
    policy.actAll([observation], { deterministic, random, ...(mask && { mask }) })[0]
  const breaks = new EventLoopBreaks()
  const played: Played[] = []
  let steps = 0
  const pause = async () => {
    steps++
    if (await breaks.takeIfDue()) onProgress?.(played.length, steps)
    signal?.throwIfAborted()
  }
  for (let i = 0; i < episodes; i++) {
    const start = stream(seed, 'evaluation', i + 1).uint32()
    played.push(await playEpisode(environment, start, act, maxSteps, pause))
  }
  const regret = environment.regret?.((observations) => policy.probabilities(observations), 1)
  return { ...summary(played), ...(regret === undefined ? {} : { regret }) }
}

/** An episode as far as it was played. */
interface Played extends Episode {
  readonly isCut: boolean
}

/** One episode of one environment: `act` chooses from the raw observation and, where there is one, the mask. Pauses before each step. */
async function playEpisode(
  environment: VectorEnvironment,
  seed: number,
  act: (observation: Float32Array, mask: Uint8Array | undefined) => Action,
  maxSteps: number,
  pause: () => Promise<void>,
): Promise<Played> {
  const action = new Float32Array(sizeOf(environment.actionSpace))
  environment.reset([seed])
  for (let length = 1, total = 0; ; length++) {
    await pause()
    const chosen = act(environment.observations, environment.masks)
    if (typeof chosen === 'number') action[0] = chosen
    else action.set(chosen)
    environment.step(action)
    total += environment.rewards[0]
    const hasEnded = Boolean(environment.terminated[0] | environment.truncated[0])
    if (hasEnded || length === maxSteps) return { return: total, length, isCut: !hasEnded }
  }
}

function checkSpaces(policy: Policy, env: VectorEnvironment): void {
  const { observationSpace, actionSpace } = policy.spec
  const wrong =
    JSON.stringify(env.actionSpace) !== JSON.stringify(actionSpace)
      ? 'action'
      : sizeOf(env.observationSpace) !== sizeOf(observationSpace)
        ? 'observation'
        : undefined
  if (wrong)
    throw new Error(
      `${env.id} has another ${wrong} space than the environment that this policy was trained on`,
    )
}

function summary(episodes: readonly Played[]): Omit<Evaluation, 'regret'> {
  const returns = episodes.map((episode) => episode.return)
  const meanReturn = returns.reduce((sum, value) => sum + value, 0) / returns.length
  const squares = returns.reduce((sum, value) => sum + (value - meanReturn) ** 2, 0)
  return {
    returns,
    lengths: episodes.map((episode) => episode.length),
    cut: episodes.filter(({ isCut }) => isCut).length,
    meanReturn,
    standardDeviation: Math.sqrt(squares / Math.max(1, returns.length - 1)),
  }
}
