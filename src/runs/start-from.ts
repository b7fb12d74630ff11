import { policyFile } from '#host/runs'
import { digestOf } from '../networks/index.ts'
import { learnedTensors, type Policy } from '../policies/index.ts'
import { present } from '../settings/paths.ts'
import { configAfter, type Origin } from '../training/index.ts'
import type { FiledPolicy } from './policy-file.ts'
import { load, type Run } from './run.ts'

/** What a run takes its first weights from. */
export interface Start {
  /** What it is called in errors and records. */
  readonly name: string
  readonly policy: Policy
  /** Those that the new run has where it is given no others. */
  readonly settings: Readonly<Record<string, unknown>>
}

/**
 * @param from a run, a policy, or (Node) the folder of a run, a policy's file or `zoo:ID`.
 * @throws Error of one line for what can't be read.
 */
export async function startFrom(from: string | Run | Policy): Promise<Start> {
  if (typeof from !== 'string')
    return 'policy' in from
      ? startOf(from, `the run of ${from.config.env}`)
      : { name: 'the policy', policy: from, settings: settingsOf(from) }
  const { filedPolicy } = await policyFile()
  const filed = await filedPolicy(from)
  if (!filed) return startOf(await load(from), from)
  return { name: from, policy: filed.policy, settings: settingsOfFiled(filed) }
}

export const settingsOfFiled = ({ policy, env }: FiledPolicy): Start['settings'] =>
  present({ env, ...settingsOf(policy) })

/** Of a policy alone no more is known than its networks; one that only acts has none of what it learnt by. */
function settingsOf({ spec }: Policy): Start['settings'] {
  const { network, normaliseObservations, normaliseRewards, critic } = spec
  return present({
    network,
    normaliseObservations,
    normaliseRewards: critic === 'none' ? undefined : normaliseRewards,
  })
}

const startOf = ({ policy, config, changes }: Run, name: string): Start => ({
  name,
  policy,
  settings: configAfter(config, changes),
})

export const originOf = ({ name, policy }: Start): Origin['from'] => ({
  name,
  weights: digestOf(learnedTensors(policy), ''),
})
