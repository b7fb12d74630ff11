/** Connections to Redis. A URL may hold a password: it goes to the driver and nowhere else. */
import { Redis } from 'ioredis'

/** Where a Redis is, for people: without user and password. */
export function publicUrl(url: string): string {
  const { protocol, host, pathname } = parse(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

/**
 * Connects, and goes on trying when the connection breaks later.
 *
 * @param url `redis://[[user]:password@]host[:port][/database]`, or `rediss://…` for TLS.
 * @param onConnection told when the connection breaks (false) and when it is back.
 * @throws Error of one line, without the password, if no Redis answers there.
 */
export async function connect(url: string, onConnection: (up: boolean) => void): Promise<Redis> {
  await requireRedis(url)
  const redis = new Redis(url, {
    // BullMQ waits for Redis to come back, and so do we.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * 2 ** times, 3000),
  })
  // Said where the connection is used; without a listener the driver would print it.
  redis.on('error', () => {})
  let up = true
  const tell = (now: boolean) => {
    if (now !== up) onConnection(now)
    up = now
  }
  redis.on('close', () => tell(false))
  redis.on('ready', () => tell(true))
  return redis
}

/**
 * One try, so that a wrong address or password is an error and not a long wait.
 *
 * @throws Error of one line, without the password.
 */
export async function requireRedis(url: string): Promise<void> {
  const where = publicUrl(url)
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 10_000 })
  let cause = ''
  redis.on('error', (error) => {
    cause = error.message
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw new Error(`can't reach Redis at ${where}: ${cause || (error as Error).message}`)
  } finally {
    redis.disconnect()
  }
}

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol) || parsed.host === '')
    throw new Error(
      '--redis must be a URL such as redis://localhost:6379 or rediss://user:password@host:6380',
    )
  return parsed
}
