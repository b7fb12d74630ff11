import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Columns, type JudgeOptions, judge, readLog } from '../../decisions/index.ts'
import type { Policy } from '../../policies/index.ts'
import { LOG } from '../../rollouts/index.ts'
import { load } from '../../runs/index.ts'
import { present } from '../../settings/paths.ts'
import { columnsOf, type LogFlags, readingProgress } from '../log-options.ts'
import { policyFrom } from '../policy-source.ts'
import { say } from '../say.ts'
import { judgementText } from './text.ts'

export interface JudgeFlags extends LogFlags {
  readonly heldOut?: true
  readonly deterministic?: true
  readonly cap?: number
  readonly resamples: number
  readonly seed: number
  readonly json?: true
}

export async function judgeAction(source: string, log: string, flags: JudgeFlags): Promise<void> {
  const { policy, learntFrom, columns } = await judged(source)
  const { features } = policy.spec
  if (!features) throw new Error(`${source} was trained in an environment, and reads no columns of a log`)
  const isOwn = learntFrom !== undefined && resolve(learntFrom) === resolve(log)
  const { action, reward, probability, estimateProbabilities, holdOut = 0 } = columns ?? {}
  const isHeldOut = flags.heldOut ?? false
  if (isHeldOut && !(isOwn && holdOut > 0))
    throw new Error(
      isOwn
        ? `${source} held nothing out of ${log}`
        : `--held-out is for the log that the run learnt from, ${learntFrom ?? 'which a policy’s file does not tell'}`,
    )
  if (isOwn && !isHeldOut)
    say(
      `warning: ${source} learnt from rows of ${log}, so that it looks better there than it is${holdOut > 0 ? '; --held-out judges it on the others' : ''}`,
    )
  const read = await readLog(log, {
    ...present({ action, reward, probability, estimateProbabilities }),
    ...columnsOf(flags),
    ...(isHeldOut && { holdOut }),
    features,
    onProgress: readingProgress(log),
  })
  for (const note of read.notes) say(`note: ${note}`)
  const rows = isHeldOut ? read.heldOut! : read
  const { deterministic, cap, resamples, seed } = flags
  const judgement = judge(policy, rows, present({ deterministic, cap, resamples, seed }) as JudgeOptions)
  read.close()
  if (flags.json) console.log(JSON.stringify({ policy: source, log, ...judgement }, null, 2))
  else console.log(judgementText(`${source} on ${rows.name}`, judgement))
}

/** A policy, and of a run the log that it learnt from and how that was read. */
async function judged(source: string): Promise<{
  readonly policy: Policy
  readonly learntFrom?: string
  readonly columns?: Columns
}> {
  if (!statSync(source, { throwIfNoEntry: false })?.isDirectory()) return policyFrom(source)
  const { policy, config } = await load(source)
  const { env, log } = config
  return { policy, columns: log, ...(env.startsWith(LOG) && { learntFrom: env.slice(LOG.length) }) }
}
