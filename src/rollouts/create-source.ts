import type { TabularMdp } from '../envs/index.ts'
import type { Kernels } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import { type Pcg64, stream } from '../random/index.ts'
import { learningPolicy, uniformPolicy } from './behaviour.ts'
import { Collector } from './collect.ts'
import { Enumerator } from './enumerate.ts'
import { Log } from './log.ts'
import type { Data, Source } from './source.ts'
import type { VectorEnvironment } from './vector-environment.ts'

export interface SourceSettings {
  readonly data: Data
  readonly gradient: 'sampled' | 'exact'
  readonly rolloutSteps: number
  readonly gamma: number
  readonly seed: number
}

/** Rows of a rollout. */
export function rolloutRows(
  environments: VectorEnvironment,
  { gradient, rolloutSteps }: Pick<SourceSettings, 'gradient' | 'rolloutSteps'>,
): number {
  if (gradient === 'sampled') return environments.numEnvs * rolloutSteps
  const { states, actions } = tablesOf(environments)
  return states * actions
}

/**
 * The source that the settings ask for.
 *
 * @param actions draws the learning policy's actions; a log has a generator of its own.
 * @throws Error for a log or an exact gradient in an environment that has none.
 */
export function createSource(
  kernels: Kernels,
  policy: Policy,
  environments: VectorEnvironment,
  settings: SourceSettings,
  actions: Pcg64,
): Source {
  const logged = settings.data === 'log'
  const behaviour = logged ? uniformPolicy(kernels, policy, policy.maxRows) : learningPolicy(policy)
  if (settings.gradient === 'exact')
    return new Enumerator(kernels, policy, tablesOf(environments), behaviour, settings.gamma)
  const random = logged ? stream(settings.seed, 'logs') : actions
  const collector = new Collector(kernels, policy, environments, behaviour, settings, random)
  return logged ? new Log(collector) : collector
}

/** @throws Error for an environment that isn't tabular. */
function tablesOf({ mdp, id }: VectorEnvironment): TabularMdp {
  if (mdp) return mdp
  throw new Error(`gradient is 'exact', which needs a tabular environment, such as FourRooms-v0, not ${id}`)
}
