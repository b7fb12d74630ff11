/**
 * What Redis says, checked before anything is made of it: whoever writes to the Redis may write anything. Each reader takes
 * what was found there and gives a value of the right form, or throws an Error of one line.
 */
import { z } from 'zod'
import { printable } from '../../printable.ts'
import { problemOf } from '../../settings/issue.ts'
import { resolveConfig } from '../../training/config.ts'
import type { Metrics } from '../../training/metrics.ts'
import { metricsFrom, resultFrom } from '../../training/records.ts'
import type { Job, Outcome } from '../job.ts'

/** A job as it is queued; where a worker does it is its own affair. */
export interface QueuedRun {
  readonly study: string
  readonly job: Omit<Job, 'folder'>
}

/** What a worker lets a study know. */
export interface ProgressMessage {
  /** Of the run. */
  readonly id: string
  /** Absent when the run begins. */
  readonly metrics?: Metrics
  /** Why a worker handed the run back before it began. */
  readonly problem?: string
}

/** Characters of a name, and of a message about what went wrong. */
const NAME_LENGTH = 300
const MESSAGE_LENGTH = 10_000
/** Characters of JSON that a worker or a study reads at once. */
const TEXT_LENGTH = 1_000_000

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const STUDY_ID = new RegExp(`^${UUID}$`)
const RUN_ID = new RegExp(`^${UUID}-[0-9a-f]{24}$`)

const name = z.string().max(NAME_LENGTH)
const message = z.string().max(MESSAGE_LENGTH)

const queuedRun = z.object({
  study: z.string().regex(STUDY_ID),
  job: z.object({
    name,
    member: name,
    config: z.unknown(),
    stopAt: z.int().min(1).optional(),
    priority: z.int(),
  }),
})

const progressMessage = z.object({
  id: z.string().regex(RUN_ID),
  metrics: z.unknown().optional(),
  problem: message.optional(),
})

const failedOutcome = z.object({
  status: z.literal('failed'),
  message,
  stack: z.string().max(TEXT_LENGTH),
})

export const isStudyId = (id: unknown): id is string => typeof id === 'string' && STUDY_ID.test(id)

/** @throws Error of one line for an id that formscale doesn't give. */
export function runIdFrom(id: string | undefined): string {
  if (id !== undefined && RUN_ID.test(id)) return id
  throw new Error(`'${printable(String(id).slice(0, NAME_LENGTH))}' is not an id of a run`)
}

export function queuedRunFrom(data: unknown): QueuedRun {
  const { study, job } = parsed(queuedRun, data, 'a queued run')
  const { stopAt, ...rest } = job
  const config = resolveConfig(job.config)
  return { study, job: { ...rest, config, ...(stopAt !== undefined && { stopAt }) } }
}

export function progressFrom(text: string): ProgressMessage {
  const { id, metrics, problem } = parsed(progressMessage, json(text), 'a message of progress')
  return {
    id,
    ...(metrics !== undefined && { metrics: metricsFrom(metrics) }),
    ...(problem !== undefined && { problem }),
  }
}

export function outcomeFrom(text: string): Outcome {
  const outcome = json(text)
  if ((outcome as Partial<Outcome>).status === 'failed') return parsed(failedOutcome, outcome, 'an outcome')
  const { result } = parsed(z.object({ result: z.unknown() }), outcome, 'an outcome')
  const checked = resultFrom(result)
  return { status: checked.status, result: checked }
}

/** An outcome as it is written; a message or a stack that no reader would take is cut. */
export function outcomeText(outcome: Outcome): string {
  if (outcome.status !== 'failed') return JSON.stringify(outcome)
  const stack = outcome.stack.slice(0, TEXT_LENGTH / 100)
  return JSON.stringify({ ...outcome, message: outcome.message.slice(0, MESSAGE_LENGTH), stack })
}

function json(text: string): object {
  if (text.length > TEXT_LENGTH) throw new Error(`a message in Redis has ${text.length} characters`)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw new Error('a message in Redis is not a JSON object')
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { message } = problemOf(result.error, value, schema, { field: 'field', whole: 'it' })
  throw new Error(`${what} in Redis is damaged: ${message}`)
}
