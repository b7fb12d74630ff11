import type { TabularMdp } from '../envs/index.ts'
import type { Kernels } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import { type Pcg64, stream } from '../random/index.ts'
import { type BehaviourKind, behaviourOf } from './behaviour.ts'
import { Collector } from './collect.ts'
import { Enumerator } from './enumerate.ts'
import { Log } from './log.ts'
import { LoggedDecisions } from './logged-decisions.ts'
import { LoggedTrajectories } from './logged-trajectories.ts'
import { Replay } from './replay.ts'
import { Rollout } from './rollout.ts'
import type { Data, Source } from './source.ts'
import type { VectorEnvironment } from './vector-environment.ts'

export interface SourceSettings {
  readonly data: Data
  readonly behaviour: { readonly kind: BehaviourKind }
  readonly gradient: 'sampled' | 'exact'
  readonly rolloutSteps: number
  readonly replay: { readonly rollouts: number; readonly perUpdate: number }
  readonly seed: number
  readonly evaluateEvery: number | null
  readonly normaliseObservations: boolean
}

/** Rows that an update learns from, at most. */
export function rolloutRows(
  environments: VectorEnvironment,
  { gradient, rolloutSteps, replay }: Pick<SourceSettings, 'gradient' | 'rolloutSteps' | 'replay'>,
): number {
  if (gradient === 'sampled')
    return environments.numEnvs * rolloutSteps * Math.min(replay.rollouts, replay.perUpdate)
  const { states, actions } = tablesOf(environments)
  return states * actions
}

/** Bytes of this many rows of rollouts, each of an observation and an action of these many numbers. */
export const rolloutBytes = (observationSize: number, actionSize: number, rows: number): number =>
  rows * (4 * (observationSize + actionSize + 8) + 2)

/** WebAssembly addresses 4 GiB, and networks need some. */
const MOST_BYTES = 3e9

/**
 * The source that the settings ask for.
 *
 * @param critic whose values advantages are made of: the policy, or a target network.
 * @param actions draws the actions of fresh steps; a log has a generator of its own.
 * @throws Error for a behaviour policy or an exact gradient in an environment that has none.
 */
export function createSource(
  kernels: Kernels,
  policy: Policy,
  critic: Policy,
  environments: VectorEnvironment,
  settings: SourceSettings,
  actions: Pcg64,
): Source {
  if (environments.decisions) {
    const { decisions, numEnvs } = environments
    requireLogged(decisions.name, settings)
    requireLoggable(decisions.name, settings)
    const rows = numEnvs * settings.rolloutSteps
    return new LoggedDecisions(kernels, policy, critic, decisions, rows, settings.seed)
  }
  const { data, gradient, rolloutSteps, replay, seed } = settings
  if (environments.trajectories) {
    const { trajectories, numEnvs } = environments
    requireLogged(trajectories.name, settings)
    return new LoggedTrajectories(kernels, policy, critic, trajectories, rolloutSteps, numEnvs, seed)
  }
  const behaviour = behaviourOf(kernels, policy, settings)
  if (gradient === 'exact') {
    const enumerator = new Enumerator(kernels, policy, tablesOf(environments), behaviour)
    return data === 'log' ? new Log(enumerator) : enumerator
  }
  const steps = rolloutSteps * replay.rollouts
  const { observationSize, distribution } = policy
  const bytes = rolloutBytes(observationSize, distribution.actionSize, steps * environments.numEnvs)
  if (bytes > MOST_BYTES)
    throw new Error(
      `replay.rollouts is ${replay.rollouts}, which takes ${(bytes / 1e9).toFixed(1)} GB; ${MOST_BYTES / 1e9} GB is the most: lower it, rolloutSteps or numEnvs`,
    )
  const rollout = Rollout.create(kernels, policy, steps, environments.numEnvs)
  const random = data === 'log' ? stream(seed, 'logs') : actions
  const first = rollout.part(0, rolloutSteps)
  const collector = new Collector(kernels, policy, critic, environments, behaviour, first, random)
  if (replay.rollouts > 1) {
    const draws = stream(seed, 'replay')
    return new Replay(kernels, policy, critic, environments, collector, rollout, replay.perUpdate, draws)
  }
  return data === 'log' ? new Log(collector) : collector
}

/** @throws Error for a setting that has no meaning where everything has happened already. */
function requireLogged(log: string, { gradient, behaviour, replay }: SourceSettings): void {
  refuseOne(log, [
    replay.rollouts > 1 &&
      'replay.rollouts keeps what was collected, and a log is all there already; set it to 1',
    gradient !== 'sampled' && "gradient is 'exact', which needs a tabular environment",
    behaviour.kind !== 'auto' &&
      `behaviour.kind is '${behaviour.kind}', but the log has chosen already; leave it at auto`,
  ])
}

/** @throws Error for a setting that has no meaning where there is nothing to play. */
function requireLoggable(log: string, { evaluateEvery, normaliseObservations }: SourceSettings): void {
  refuseOne(log, [
    evaluateEvery !== null &&
      'evaluateEvery plays episodes, which a log has not; set it to null, and judge the policy on held-out rows',
    normaliseObservations &&
      'normaliseObservations is for what is met on the way; the columns of a log are standardised',
  ])
}

function refuseOne(log: string, faults: readonly (string | false)[]): void {
  const fault = faults.find(Boolean)
  if (fault) throw new Error(`the data is the log ${log}: ${fault}`)
}

/** @throws Error for an environment that isn't tabular. */
function tablesOf({ mdp, id }: VectorEnvironment): TabularMdp {
  if (mdp) return mdp
  throw new Error(`gradient is 'exact', which needs a tabular environment, such as FourRooms-v0, not ${id}`)
}
