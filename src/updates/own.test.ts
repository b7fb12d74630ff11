import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { pointOf, scaleOf } from './own.ts'
import { scaleFunction } from './scale.ts'
import type { OwnUpdate } from './spec.ts'

const mine: OwnUpdate = { ...catalogue.ppo, name: 'mine', scale: { own: './mine.ts' } }

describe('f of an update', () => {
  test("is a point's", () => {
    expect(scaleOf(catalogue.spo)(0.1, 2)).toBe(scaleFunction(catalogue.spo.scale)(0.1, 2))
  })

  test('is the one that was given', () => {
    expect(scaleOf(mine, (x, y) => y - 2 * x)(1, 5)).toBe(3)
    expect(() => scaleOf(mine)).toThrow(
      /^update 'mine' has an f of its own \(\.\/mine\.ts\), which a run only names/,
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('that is %s stops by name', (value) => {
    expect(() => scaleOf(mine, () => value)(1, 2)).toThrow(
      new RangeError(
        `f of update 'mine' is ${value} at deltaO = 1, deltaR = 2; it must be a finite number there`,
      ),
    )
  })

  test.each([
    [new Error('no'), /throws at deltaO = 1, deltaR = 2: no; it must/],
    ['nothing', /throws at deltaO = 1, deltaR = 2: nothing; it must/],
  ])('that throws %s says so, and keeps the cause', (thrown, message) => {
    const f = scaleOf(mine, () => {
      throw thrown
    })
    expect(() => f(1, 2)).toThrow(message)
    expect(() => f(1, 2)).toThrow(expect.objectContaining({ cause: thrown }))
  })
})

test('the coordinates of an update are those of a point', () => {
  expect(pointOf(catalogue.a2c)).toBe(catalogue.a2c)
  expect(() => pointOf(mine)).toThrow("update 'mine' has an f of its own, which has no coordinates")
})
