/** One process at a time sweeps a study, also where its folder was copied to another machine: two would spoil each other's runs. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Redis } from 'ioredis'
import { isAlive } from '../../runs/folder/index.ts'

/** Seconds after which the lease of a process that vanished is nobody's. */
const LEASE_SECONDS = 30

/** KEYS: lease. ARGV: the holder, the holder that may be replaced. Returns who holds it now. */
const CLAIM = `
  local holder = redis.call('GET', KEYS[1])
  if holder and holder ~= ARGV[1] and holder ~= ARGV[2] then return holder end
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ${LEASE_SECONDS})
  return ARGV[1]`

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`

export class StudyLease {
  readonly #redis: Redis
  readonly #key: string
  readonly #holder = `${process.pid} ${hostname()} ${randomUUID()}`

  constructor(redis: Redis, study: string) {
    this.#redis = redis
    this.#key = `formscale:sweep:${study}`
  }

  /**
   * Takes the study, or keeps it for another while.
   *
   * @throws Error of one line if another process has it.
   */
  async claim(): Promise<void> {
    const holder = await this.#claimFrom('')
    if (holder === this.#holder) return
    const [pid, host] = holder.split(' ')
    const isGone = host === hostname() && !isAlive(Number(pid))
    if (isGone && (await this.#claimFrom(holder)) === this.#holder) return
    throw new Error(
      `this study is being swept already, by process ${pid} on ${host}; wait for it (${LEASE_SECONDS} s if it was killed), or give a copy of the study another --out`,
    )
  }

  async release(): Promise<void> {
    await this.#redis.eval(RELEASE, 1, this.#key, this.#holder)
  }

  async #claimFrom(other: string): Promise<string> {
    return String(await this.#redis.eval(CLAIM, 1, this.#key, this.#holder, other))
  }
}
