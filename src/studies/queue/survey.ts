/** How runs of a study stand in the queue, asked for many at once and without reading what others put there. */
import type { Redis } from 'ioredis'
import { PREFIX, QUEUE } from './queue.ts'

/** Waiting or on a worker, given up by the queue, or unknown to Redis. */
export type Standing =
  | { readonly kind: 'queued' }
  | { readonly kind: 'given-up'; readonly reason: string }
  | { readonly kind: 'missing' }

/** KEYS: failed. ARGV: prefix of a queued run's key, ids … For each: 0 unknown, 1 there, or the reason why it was given up. */
const SURVEY = `
  local answers = {}
  for i = 2, #ARGV do
    local key = ARGV[1] .. ARGV[i]
    if redis.call('ZSCORE', KEYS[1], ARGV[i]) then
      answers[#answers + 1] = string.sub(redis.call('HGET', key, 'failedReason') or '', 1, 2000)
    else
      answers[#answers + 1] = redis.call('EXISTS', key)
    end
  end
  return answers`

/** Runs asked for in one call. */
const BATCH = 500

const KEY = `${PREFIX}:${QUEUE}:`

export async function survey(redis: Redis, ids: readonly string[]): Promise<Map<string, Standing>> {
  const standings = new Map<string, Standing>()
  for (let begin = 0; begin < ids.length; begin += BATCH) {
    const batch = ids.slice(begin, begin + BATCH)
    const answers = (await redis.eval(SURVEY, 1, `${KEY}failed`, KEY, ...batch)) as (number | string)[]
    batch.forEach((id, i) => {
      standings.set(id, standingOf(answers[i]))
    })
  }
  return standings
}

function standingOf(answer: number | string): Standing {
  if (answer === 0) return { kind: 'missing' }
  if (answer === 1) return { kind: 'queued' }
  return { kind: 'given-up', reason: String(answer) }
}
