/**
 * What travels through Redis beside the queue: the files of runs, their outcomes, and messages of their progress. Files
 * and outcomes are written together with a look at the run's lock, so that a worker that was taken for dead can't
 * overwrite what the next one did.
 */
import type { Redis } from 'ioredis'
import type { Outcome } from '../job.ts'
import { refusalIn } from './insist.ts'
import { outcomeFrom, outcomeText, type ProgressMessage, progressFrom } from './messages.ts'
import type { RunArchive } from './run-archive.ts'

const PREFIX = 'formscale'
const DAY_SECONDS = 24 * 3600
/** How long Redis keeps what nobody fetches, seconds. */
const KEEP_SECONDS = 30 * DAY_SECONDS

/** Most fields of a run, and most bytes of them all: more than any run has. */
const MOST_FIELDS = 1010
const MOST_BYTES = 768 * 2 ** 20

export interface Delivery {
  readonly archive: RunArchive
  /** Absent while the run goes on. */
  readonly outcome?: Outcome
}

const OUTCOME = 'outcome'
const COLLECTED = 'collected'
const FILE = 'file:'

/** KEYS: lock, run, done. ARGV: token, id, fields and values … Returns whether the run is still this worker's. */
const DELIVER = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  if redis.call('HEXISTS', KEYS[2], '${COLLECTED}') == 1 then return 1 end
  for i = 3, #ARGV, 2 do
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
    if ARGV[i] == '${OUTCOME}' then redis.call('SADD', KEYS[3], ARGV[2]) end
  end
  redis.call('EXPIRE', KEYS[2], ${KEEP_SECONDS})
  return 1`

/** KEYS: run. Its fields and values, unless they are more than any run has. */
const FETCH = `
  if redis.call('HLEN', KEYS[1]) > ${MOST_FIELDS} then return redis.error_reply('a run has too many files') end
  local bytes = 0
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do bytes = bytes + redis.call('HSTRLEN', KEYS[1], field) end
  if bytes > ${MOST_BYTES} then return redis.error_reply('a run has files of ' .. bytes .. ' bytes') end
  return redis.call('HGETALL', KEYS[1])`

export class RedisStore {
  readonly #redis: Redis

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Leaves a run's files as of now, and its outcome if it has one. False: the run is no longer this worker's. */
  async deliver(study: string, id: string, lock: Lock, { archive, outcome }: Delivery): Promise<boolean> {
    const fields = [...archive].flatMap(([file, content]) => [FILE + file, content])
    // The outcome comes last: with it the run counts as done.
    const end = outcome ? [OUTCOME, outcomeText(outcome)] : []
    const keys = [lock.key, runKey(id), doneKey(study)]
    const done = await this.#redis.eval(DELIVER, keys.length, ...keys, lock.token, id, ...fields, ...end)
    return done === 1
  }

  /**
   * What there is of a run; `collected` if the study has fetched its outcome.
   *
   * @throws Error of one line for what no worker of formscale's has left there.
   */
  async fetch(id: string): Promise<Delivery & { readonly collected: boolean }> {
    const found = (await this.#redis.callBuffer('EVAL', FETCH, 1, runKey(id))) as Buffer[]
    const archive = new Map<string, Buffer>()
    let outcome: Outcome | undefined
    let collected = false
    for (let i = 0; i < found.length; i += 2) {
      const name = String(found[i])
      if (name.startsWith(FILE)) archive.set(name.slice(FILE.length), found[i + 1])
      else if (name === OUTCOME) outcome = outcomeFrom(String(found[i + 1]))
      else if (name === COLLECTED) collected = true
    }
    return { archive, ...(outcome && { outcome }), collected }
  }

  /** Lays a run's files ready before it is queued, unless a worker has left newer ones. */
  async provide(id: string, archive: RunArchive): Promise<void> {
    await this.#redis.hdel(runKey(id), COLLECTED)
    const [file] = archive.keys()
    if (file === undefined || (await this.#redis.hexists(runKey(id), FILE + file))) return
    const fields = [...archive].flatMap(([name, content]) => [FILE + name, content])
    await this.#redis.hset(runKey(id), ...fields)
    await this.#redis.expire(runKey(id), KEEP_SECONDS)
  }

  /** Ids of the study's runs that are done and not collected. */
  done(study: string): Promise<string[]> {
    return this.#redis.smembers(doneKey(study))
  }

  /** The run's files are safe with the study; only a note of that remains, for a worker that comes late. */
  async collected(study: string, id: string): Promise<void> {
    const key = runKey(id)
    await this.#redis.multi().del(key).srem(doneKey(study), id).exec()
    try {
      await this.#redis.multi().hset(key, COLLECTED, 1).expire(key, DAY_SECONDS).exec()
    } catch (error) {
      // A Redis without memory refuses the note; then a worker that comes late does work that nobody needs.
      if (refusalIn(error) === undefined) throw error
    }
  }

  async exists(key: string): Promise<boolean> {
    return (await this.#redis.exists(key)) === 1
  }

  /** Asks the workers to stop the study's runs, or takes that back. */
  async stop(study: string, stopped: boolean): Promise<void> {
    if (stopped) await this.#redis.set(stopKey(study), 1, 'EX', KEEP_SECONDS)
    else await this.#redis.del(stopKey(study))
  }

  async isStopped(study: string): Promise<boolean> {
    return this.exists(stopKey(study))
  }

  async publishProgress(study: string, message: ProgressMessage): Promise<void> {
    await this.#redis.publish(progressChannel(study), JSON.stringify(message))
  }

  /** Listens to the progress of a study, on a connection of its own; gives what ends it. */
  async subscribe(study: string, onMessage: (message: ProgressMessage) => void): Promise<() => void> {
    const redis = this.#redis.duplicate()
    redis.on('error', () => {})
    redis.on('message', (_channel, text) => {
      const message = readable(text)
      if (message) onMessage(message)
    })
    await redis.subscribe(progressChannel(study))
    return () => redis.disconnect()
  }
}

/** Progress is only shown: what can't be read is passed over. */
function readable(text: string): ProgressMessage | undefined {
  try {
    return progressFrom(text)
  } catch {
    return undefined
  }
}

export interface Lock {
  readonly key: string
  readonly token: string
}

const runKey = (id: string) => `${PREFIX}:run:${id}`
const doneKey = (study: string) => `${PREFIX}:done:${study}`
const stopKey = (study: string) => `${PREFIX}:stop:${study}`
const progressChannel = (study: string) => `${PREFIX}:progress:${study}`
