import { expect, test } from 'vitest'
import type { Metrics } from './metrics.ts'
import { progressOf } from './progress.ts'

/** @param episodes of each row. */
const run = (returns: readonly (number | null)[], episodes = 5) =>
  returns.map((meanReturn, i) => ({ update: i + 1, episodes: i * episodes, meanReturn }) as Metrics)
const steady = (value: number, rows = 20) => Array.from({ length: rows }, () => value)
const ramp = (from: number, to: number, rows = 40) =>
  Array.from({ length: rows }, (_, i) => from + ((to - from) * i) / (rows - 1))

test('nothing is said before there are returns', () => {
  expect(progressOf([])).toBe('open')
  expect(progressOf(run([null, null]), 100)).toBe('open')
})

test('the goal was never reached where no return ever differs', () => {
  expect(progressOf(run([null, ...steady(-200)]))).toBe('constant')
  expect(progressOf(run(steady(-200), 1))).toBe('open')
  expect(progressOf(run([20], 500))).toBe('open')
  expect(progressOf(run([...steady(-200), -199.5]))).toBe('open')
})

test('success is what the environment asks for, over ten rows', () => {
  expect(progressOf(run([...ramp(20, 500), ...steady(490)]), 475)).toBe('solved')
  expect(progressOf(run(steady(500)), 475)).toBe('solved')
  expect(progressOf(run([...ramp(20, 400), 500]), 475)).toBe('open')
  expect(progressOf(run([...ramp(20, 500), ...steady(490)]))).toBe('open')
})

test('a collapse loses most of what was gained', () => {
  expect(progressOf(run([...ramp(20, 480), ...steady(100)]), 475)).toBe('fallen')
  expect(progressOf(run([...ramp(-500, -100), ...steady(-400)]))).toBe('fallen')
  expect(progressOf(run([...ramp(20, 480), ...steady(300)]))).toBe('open')
  expect(progressOf(run(ramp(20, 480)))).toBe('open')
})

test('falling below the start is a collapse, whatever was gained', () => {
  const returns = [...ramp(20, 24, 20), ...steady(9, 100)]
  for (let end = 60; end <= returns.length; end++)
    expect(progressOf(run(returns.slice(0, end)))).toBe('fallen')
})

test('a small up and down beside the size of returns is noise', () => {
  expect(progressOf(run([...ramp(-1200, -1150), ...steady(-1199)]))).toBe('open')
})

test('next to no regret is a success, where it is known', () => {
  const bandit = (regrets: readonly number[]) =>
    regrets.map((regret, i) => ({ update: i + 1, episodes: 64 * i, meanReturn: 1, regret }) as Metrics)
  expect(progressOf(bandit([0.4, 0.2, 0.01]))).toBe('solved')
  expect(progressOf(bandit([0.4, 0.01, 0.2]))).not.toBe('solved')
})
