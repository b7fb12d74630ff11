/**
 * What travels through Redis beside the queue: the files of runs, their outcomes, and messages of their progress. Files and
 * outcomes are written together with a look at the run's lock, so that a worker that was taken for dead can't overwrite
 * what the next one did.
 */
import type { Redis } from 'ioredis'
import type { Metrics } from '../../training/metrics.ts'
import type { Outcome } from '../job.ts'
import type { RunArchive } from './run-archive.ts'

const PREFIX = 'formscale'
const DAY = 24 * 3600
/** How long Redis keeps what nobody fetches, seconds. */
const KEEP = 30 * DAY

export interface Delivery {
  readonly archive: RunArchive
  /** Absent while the run goes on. */
  readonly outcome?: Outcome
}

/** What a worker lets a study know. */
export interface ProgressMessage {
  readonly id: string
  /** Absent when the run begins. */
  readonly metrics?: Metrics
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
  redis.call('EXPIRE', KEYS[2], ${KEEP})
  return 1`

export class RedisStore {
  readonly #redis: Redis

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Leaves a run's files as of now, and its outcome if it has one. False: the run is no longer this worker's. */
  async deliver(study: string, id: string, lock: Lock, { archive, outcome }: Delivery): Promise<boolean> {
    const fields = [...archive].flatMap(([file, content]) => [FILE + file, content])
    // The outcome comes last: with it the run counts as done.
    const end = outcome ? [OUTCOME, JSON.stringify(outcome)] : []
    const keys = [lock.key, runKey(id), doneKey(study)]
    const done = await this.#redis.eval(DELIVER, keys.length, ...keys, lock.token, id, ...fields, ...end)
    return done === 1
  }

  /** What there is of a run; `collected` if the study has fetched its outcome. */
  async fetch(id: string): Promise<Delivery & { readonly collected: boolean }> {
    const fields = await this.#redis.hgetallBuffer(runKey(id))
    const archive = new Map<string, Buffer>()
    for (const [name, content] of Object.entries(fields))
      if (name.startsWith(FILE)) archive.set(name.slice(FILE.length), content)
    const outcome = fields[OUTCOME]
    return {
      archive,
      ...(outcome && { outcome: JSON.parse(String(outcome)) as Outcome }),
      collected: fields[COLLECTED] !== undefined,
    }
  }

  /** Lays a run's files ready before it is queued, unless a worker has left newer ones. */
  async provide(id: string, archive: RunArchive): Promise<void> {
    await this.#redis.hdel(runKey(id), COLLECTED)
    const [file] = archive.keys()
    if (file === undefined || (await this.#redis.hexists(runKey(id), FILE + file))) return
    for (const [name, content] of archive) await this.#redis.hset(runKey(id), FILE + name, content)
    await this.#redis.expire(runKey(id), KEEP)
  }

  /** Ids of the study's runs that are done and not collected. */
  done(study: string): Promise<string[]> {
    return this.#redis.smembers(doneKey(study))
  }

  /** The run's files are safe with the study; only a note of that remains, for a worker that comes late. */
  async collected(study: string, id: string): Promise<void> {
    const key = runKey(id)
    await this.#redis
      .multi()
      .del(key)
      .hset(key, COLLECTED, 1)
      .expire(key, DAY)
      .srem(doneKey(study), id)
      .exec()
  }

  async exists(key: string): Promise<boolean> {
    return (await this.#redis.exists(key)) === 1
  }

  /** Asks the workers to stop the study's runs, or takes that back. */
  async stop(study: string, stopped: boolean): Promise<void> {
    if (stopped) await this.#redis.set(stopKey(study), 1, 'EX', KEEP)
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
    redis.on('message', (_channel, text) => onMessage(JSON.parse(text) as ProgressMessage))
    await redis.subscribe(progressChannel(study))
    return () => redis.disconnect()
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
