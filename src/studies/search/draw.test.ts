import { describe, expect, test } from 'vitest'
import { stream } from '../../random/index.ts'
import { drawPoints, type Space } from './draw.ts'

const random = (index = 0) => stream(7, 'search', index)
const values = (space: Space, count: number) =>
  drawPoints(space, count, random()).map((point) => point.map(([, value]) => value))

test('the first points are the same for every number of them, and those of another stream are not', () => {
  const space: Space = [['scale.alphaR', { from: -1, to: 1 }]]
  const ten = drawPoints(space, 10, random())
  expect(drawPoints(space, 4, random())).toEqual(ten.slice(0, 4))
  expect(drawPoints(space, 10, random(1))).not.toEqual(ten)
})

test('a schedule is no range, but its ends may be drawn', () => {
  const schedule = { from: { from: 0.1, to: 0.2 }, to: 0, kind: 'linear' }
  const drawn = values([['x', [schedule, '0.3..0']]], 20).flat() as (typeof schedule | string)[]
  const schedules = drawn.filter((value) => typeof value === 'object')
  expect(schedules.length).toBeGreaterThan(5)
  for (const { from, to, kind } of schedules) {
    expect([to, kind]).toEqual([0, 'linear'])
    expect(Number(from)).toBeGreaterThanOrEqual(0.1)
    expect(Number(from)).toBeLessThanOrEqual(0.2)
  }
  expect(drawn.filter((value) => value === '0.3..0')).toHaveLength(1)
})

describe('a range', () => {
  const drawn = (axis: Space[0][1]) => values([['x', axis]], 600).flat() as number[]
  const share = (numbers: readonly number[], low: number, high: number) =>
    numbers.filter((x) => x >= low && x < high).length / numbers.length

  test('is drawn from evenly', () => {
    const numbers = drawn({ from: -1, to: 3 })
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...numbers)).toBeLessThanOrEqual(3)
    expect(share(numbers, -1, 0)).toBeCloseTo(0.25, 1)
  })

  test('with log, evenly in the logarithm', () => {
    const numbers = drawn({ from: 1e-4, to: 1e-1, log: true })
    for (const low of [1e-4, 1e-3, 1e-2]) expect(share(numbers, low, 10 * low)).toBeCloseTo(1 / 3, 1)
  })

  test('of whole numbers, with every one alike, ends too', () => {
    const axes: Space = [
      ['n', { from: 1, to: 4, integer: true }],
      ['x', { from: 0, to: 1 }],
    ]
    const numbers = values(axes, 4000).map(([n]) => n as number)
    for (const n of [1, 2, 3, 4]) expect(share(numbers, n, n + 1)).toBeCloseTo(0.25, 1)
  })

  test('with points has only these', () => {
    expect(drawn({ from: 0, to: 1, points: 3 }).sort()).toEqual([0, 0.5, 1])
  })
})

test('choices: each as it stands, lists too, with ranges inside replaced by numbers', () => {
  const space: Space = [
    ['scale.trust', [{ kind: 'none' }, { kind: 'linear', epsilon: { from: 0.1, to: 0.5 } }]],
    ['network.hidden', [[64, 64], [128]]],
  ]
  const points = values(space, 100)
  expect(points).toContainEqual([{ kind: 'none' }, [128]])
  const linear = points
    .map(([trust]) => trust as { kind: string; epsilon: number })
    .filter(({ kind }) => kind === 'linear')
  expect(linear.length).toBeGreaterThan(20)
  for (const { epsilon } of linear) expect(epsilon >= 0.1 && epsilon <= 0.5).toBe(true)
})

test('no point twice; a space that is used up gives fewer', () => {
  const points = values(
    [
      ['a', [1, 2, 3]],
      ['b', [true, false]],
    ],
    50,
  )
  expect(points).toHaveLength(6)
  expect(new Set(points.map(String)).size).toBe(6)
})
