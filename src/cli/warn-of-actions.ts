import { actionReachProblem } from '../envs/action-reach.ts'
import type { Space } from '../envs/index.ts'
import type { Config } from '../training/index.ts'
import { say } from './say.ts'

/** Says, before anything is trained, where a policy would hardly reach the actions of an environment. */
export function warnOfActions({ env, network }: Pick<Config, 'env' | 'network'>, actionSpace: Space): void {
  const problem = actionReachProblem(actionSpace, Math.exp(network.initialLogStd))
  if (problem !== undefined) say(`warning: ${env}: ${problem}`)
}
