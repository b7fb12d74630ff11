import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Kernels } from '../kernels/index.ts'
import { ThreadChoice } from './threads.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

/** Updates that take so long alone and together; whether each was done together. */
function updates(count: number, alone: number, joint: number, choice?: ThreadChoice) {
  const kernels = { threads: 2, together: true }
  const chooser = choice ?? new ThreadChoice(kernels as Kernels)
  const done: boolean[] = []
  const update = () =>
    chooser.run(() => {
      done.push(kernels.together)
      now += kernels.together ? joint : alone
    })
  for (let i = 0; i < count; i++) update()
  return { done, chooser, kernels }
}

const share = (done: boolean[]) => done.filter(Boolean).length / done.length

test('tries both by turns, then stays with the faster', () => {
  const better = updates(1000, 10, 6)
  expect(better.chooser.chosen).toBe(2)
  expect(better.done.slice(0, 11)).toEqual([0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1].map(Boolean))
  expect(share(better.done)).toBeGreaterThan(0.95)
  const worse = updates(1000, 10, 11)
  expect(worse.chooser.chosen).toBe(1)
  expect(share(worse.done)).toBeLessThan(0.05)
})

test('gives up at once where it is hopeless, and sees when that changes', () => {
  const { done, chooser, kernels } = updates(300, 10, 100)
  expect(done.filter(Boolean).length).toBe(2)
  expect(chooser.chosen).toBe(1)
  for (let i = 0; i < 400; i++)
    chooser.run(() => {
      now += kernels.together ? 6 : 10
    })
  expect(chooser.chosen).toBe(2)
})

test('leaves one thread alone', () => {
  const kernels = { threads: 1 } as Kernels
  const chooser = new ThreadChoice(kernels)
  expect(chooser.run(() => 'learned')).toBe('learned')
  expect('together' in kernels).toBe(false)
  expect(chooser.chosen).toBe(1)
})
