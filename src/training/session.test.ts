import { expect, onTestFinished, test, vi } from 'vitest'
import { CartPole } from '../envs/index.ts'
import { decodeCheckpoint, encodeCheckpoint, resolveConfig, restoreSession, Session } from './index.ts'
import type { Metrics, Result } from './metrics.ts'

const config = resolveConfig({ env: 'as made', totalSteps: 64, numEnvs: 2, rolloutSteps: 8, minibatches: 1 })

/** A clock that stands still, but for what is added to `time`: each step of an environment takes a second. */
function stoppedClock() {
  const clock = { time: 1e6 }
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => clock.time)
  onTestFinished(() => spy.mockRestore())
  const env = () => {
    const task = new CartPole()
    const step = task.step.bind(task)
    task.step = (action) => {
      clock.time += 1000
      return step(action)
    }
    return task
  }
  return { clock, env }
}

const pace = ({ seconds, stepsPerSecond }: Metrics) => ({ seconds, stepsPerSecond })

test('the clock counts what updates take, and nothing between them, before them or after the end', async () => {
  const { clock, env } = stoppedClock()
  const session = await Session.create(config, env)
  clock.time += 5000
  session.begin()
  expect(pace(session.update())).toEqual({ seconds: 16, stepsPerSecond: 1 })
  clock.time += 16_000
  expect(pace(session.update())).toEqual({ seconds: 32, stepsPerSecond: 1 })
  clock.time += 3_600_000
  expect(session.seconds).toBe(32)

  session.update()
  const result: Result = {
    status: 'stopped',
    steps: session.steps,
    updates: session.updates,
    episodes: 0,
    meanReturn: null,
    seconds: session.seconds,
    stepsPerSecond: 1,
  }
  const checkpoint = await decodeCheckpoint(await encodeCheckpoint(session, result))
  const resumed = await Session.create(config, env)
  restoreSession(resumed, checkpoint)
  clock.time += 7000
  expect(resumed.seconds).toBe(48)
  expect(pace(resumed.update())).toEqual({ seconds: 64, stepsPerSecond: 1 })
  session.close()
  resumed.close()
})

test('an update that a coarse clock does not see has no infinite speed', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(5)
  onTestFinished(() => clock.mockRestore())
  const session = await Session.create(resolveConfig({ ...config, env: 'CartPole-v1' }), 'CartPole-v1')
  session.begin()
  expect(pace(session.update())).toEqual({ seconds: 0, stepsPerSecond: 0 })
  session.close()
})
