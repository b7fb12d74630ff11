import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Halving, type Step } from './halving.ts'
import { FAILED } from './metric.ts'

const one = (score: number) => [score]

test('the best third of a rung goes on, as soon as it is known', () => {
  const halving = new Halving(3, 2)
  const after = (trial: number, score: number) => {
    halving.add({ trial, rung: 0 }, one(score))
    return halving.promote()
  }
  expect(after(0, 5)).toEqual([])
  expect(after(1, 7)).toEqual([])
  expect(after(2, 6)).toEqual([{ trial: 1, rung: 1 }])
  expect(after(3, 1)).toEqual([])
  // One of five may go, and now that is 4, although 1 is on its way.
  expect(after(4, 9)).toEqual([{ trial: 4, rung: 1 }])
  // Two of six may go: 4 and 1, which do.
  expect(after(5, 0)).toEqual([])
  expect(halving.promote()).toEqual([])
})

test('a trial may climb several rungs, the last being the end', () => {
  const halving = new Halving(2, 3)
  for (const trial of [0, 1]) halving.add({ trial, rung: 0 }, one(trial))
  expect(halving.promote()).toEqual([{ trial: 1, rung: 1 }])
  for (const trial of [2, 3]) halving.add({ trial, rung: 0 }, one(trial))
  expect(halving.promote()).toEqual([
    { trial: 3, rung: 1 },
    { trial: 2, rung: 1 },
  ])
  halving.add({ trial: 3, rung: 1 }, one(1))
  halving.add({ trial: 2, rung: 1 }, one(2))
  expect(halving.promote()).toEqual([{ trial: 2, rung: 2 }])
  halving.add({ trial: 2, rung: 2 }, one(0))
  expect(halving.promote()).toEqual([])
  expect(halving.best()).toEqual({ trial: 2, rung: 2 })
})

test('environments count alike, whatever the scale of their scores', () => {
  const halving = new Halving(2, 1)
  halving.add({ trial: 0, rung: 0 }, [1000, 1, 1])
  halving.add({ trial: 1, rung: 0 }, [10, 2, 2])
  halving.add({ trial: 2, rung: 0 }, [1, 0, 0])
  expect(halving.ranked(0)).toEqual([1, 0, 2])
})

test('equal scores share their place; the earlier trial goes first', () => {
  const halving = new Halving(2, 1)
  for (const trial of [2, 0, 1]) halving.add({ trial, rung: 0 }, one(trial === 1 ? 4 : 3))
  expect(halving.ranked(0)).toEqual([1, 0, 2])
})

describe('a trial that failed', () => {
  test('is never sent on, and never the best', () => {
    const halving = new Halving(2, 2)
    for (const trial of [0, 1, 2]) halving.add({ trial, rung: 0 }, one(trial === 2 ? 1 : FAILED))
    halving.add({ trial: 3, rung: 0 }, one(FAILED))
    expect(halving.promote()).toEqual([{ trial: 2, rung: 1 }])
    halving.add({ trial: 2, rung: 1 }, one(FAILED))
    expect(halving.best()).toEqual({ trial: 2, rung: 0 })
  })

  test('leaves nothing if it is the only one', () => {
    const halving = new Halving(2, 1)
    halving.add({ trial: 0, rung: 0 }, one(FAILED))
    expect(halving.best()).toBeUndefined()
  })
})

/** Runs all trials in an order of ending that `pick` chooses, and gives the steps that were sent. */
function simulate(scores: readonly number[], reduction: number, rungs: number, pick: () => number): Step[] {
  const halving = new Halving(reduction, rungs)
  const waiting: Step[] = scores.map((_, trial) => ({ trial, rung: 0 }))
  const sent: Step[] = []
  const ended: number[][] = Array.from({ length: rungs }, () => [])
  while (waiting.length > 0) {
    const [step] = waiting.splice(Math.floor(pick() * waiting.length), 1)
    ended[step.rung].push(scores[step.trial])
    halving.add(step, one(scores[step.trial]))
    for (const next of halving.promote()) {
      // Whoever is sent on is among the best of those that ended the rung so far.
      const better = ended[next.rung - 1].filter((score) => score > scores[next.trial]).length
      expect(better).toBeLessThan(Math.floor(ended[next.rung - 1].length / reduction))
      sent.push(next)
      waiting.push(next)
    }
  }
  return sent
}

test('in whatever order trials end, the truly best 1/η of a rung go on, and the best trial gets the whole budget', () => {
  const cases = fc.record({
    scores: fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 9, maxLength: 40 }),
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  })
  fc.assert(
    fc.property(cases, ({ scores, order }) => {
      const sent = simulate(scores, 3, 3, () => order.next().value)
      const best = [...scores].sort((a, b) => b - a).slice(0, Math.floor(scores.length / 3))
      const second = sent.filter(({ rung }) => rung === 1).map(({ trial }) => scores[trial])
      expect(second).toEqual(expect.arrayContaining(best))
      expect(new Set(sent.map(({ trial, rung }) => `${trial} ${rung}`)).size).toBe(sent.length)
      expect(sent).toContainEqual({ trial: scores.indexOf(best[0]), rung: 2 })
    }),
    { numRuns: 200 },
  )
})
