import { afterEach, expect, test, vi } from 'vitest'
import type { RedisStore } from './redis-store.ts'
import { RunMonitor } from './run-monitor.ts'

afterEach(() => {
  vi.useRealTimers()
})

const store = { publishProgress: async () => {}, isStopped: async () => false } as unknown as RedisStore
const run = { study: 'study', id: 'id', folder: '/nowhere', lock: { key: '', token: '' }, travelEvery: 1e9 }

test('ten minutes of looking after a run leaves no listeners behind, and ends at once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const listen = vi.spyOn(AbortSignal.prototype, 'addEventListener')
  const leave = vi.spyOn(AbortSignal.prototype, 'removeEventListener')
  const monitor = new RunMonitor(store, run)
  const monitoring = monitor.begin()
  await vi.advanceTimersByTimeAsync(600_000)
  const [begun, ended] = [listen.mock.calls.length, leave.mock.calls.length]
  expect(begun).toBeGreaterThan(1000)
  expect(begun - ended).toBeLessThanOrEqual(1)
  monitor.end()
  await monitoring
  expect(vi.getTimerCount()).toBe(0)
})
