import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../random/index.ts'
import { box, contains, discrete, multiBinary, multiDiscrete, type Space, sample, sizeOf } from './spaces.ts'

const unbounded = box([-1, 0, -Infinity, -Infinity], [1, Infinity, 5, Infinity], [4])
const spaces: [string, Space, number][] = [
  ['box', box(-0.1, 0.3, [2, 3]), 6],
  ['partly bounded box', unbounded, 4],
  ['discrete', discrete(5), 1],
  ['multiDiscrete', multiDiscrete([2, 7]), 2],
  ['multiBinary', multiBinary(3), 3],
]

describe.each(spaces)('%s', (_, space, size) => {
  test('size', () => {
    expect(sizeOf(space)).toBe(size)
  })

  test('contains its samples', () => {
    const random = Pcg64.fromSeed(1)
    for (let i = 0; i < 1000; i++) {
      const value = sample(space, random)
      expect(typeof value === 'number' ? 1 : value.length).toBe(size)
      expect(contains(space, value)).toBe(true)
    }
  })

  test('contains nothing of the wrong type or length', () => {
    for (const value of [
      undefined,
      null,
      'a',
      {},
      [],
      new Float32Array(9),
      Number.NaN,
      -1,
      0.5,
      [Number.NaN],
    ]) {
      expect(contains(space, value)).toBe(false)
    }
  })
})

test('a box rounds its bounds to float32 and takes one number for all components', () => {
  expect(box(-0.1, [0.1, 0.2], [2])).toEqual({
    kind: 'box',
    shape: [2],
    low: [Math.fround(-0.1), Math.fround(-0.1)],
    high: [Math.fround(0.1), Math.fround(0.2)],
  })
})

test('bounds belong to a box, what lies beyond does not', () => {
  expect(contains(box(-1, 1, [2]), [-1, 1])).toBe(true)
  expect(contains(box(-1, 1, [2]), [-1, 1.001])).toBe(false)
  expect(contains(box(-1, 1, [2]), [-1.001, 1])).toBe(false)
  expect(contains(unbounded, [0, 1e30, -1e30, -1e30])).toBe(true)
})

test('integers beyond their range are not contained', () => {
  expect(contains(discrete(3), 2)).toBe(true)
  expect(contains(discrete(3), 3)).toBe(false)
  expect(contains(multiDiscrete([2, 3]), [1, 2])).toBe(true)
  expect(contains(multiDiscrete([2, 3]), [2, 1])).toBe(false)
  expect(contains(multiBinary(2), [0, 2])).toBe(false)
})

test('samples have the documented distributions', () => {
  const random = Pcg64.fromSeed(2)
  const draws = 20_000
  const sums = [0, 0, 0, 0]
  const counts = [0, 0, 0]
  for (let i = 0; i < draws; i++) {
    const value = sample(unbounded, random) as Float32Array
    value.forEach((component, at) => {
      sums[at] += component
    })
    counts[sample(discrete(3), random) as number]++
  }
  const means = [0, 1, 4, 0] // uniform on [−1, 1], exponential from 0, exponential down from 5, standard normal
  for (const [i, mean] of means.entries())
    expect(Math.abs(sums[i] / draws - mean)).toBeLessThan(4 / Math.sqrt(draws))
  for (const count of counts)
    expect(Math.abs(count / draws - 1 / 3)).toBeLessThan((4 * 0.471) / Math.sqrt(draws))
})

test.each([
  [() => box([0], [1, 1], [2]), 'box: low has 1 values, shape [2] needs 2'],
  [() => box(1, 0, [1]), 'box: low[0] = 1 and high[0] = 0 bound nothing'],
  [() => box(Number.NaN, 0, [1]), 'box: low[0] = NaN'],
  [() => box(0, 1, [0]), 'box: every length in shape must be an integer ≥ 1, got 0'],
  [() => box(0, 1, null as never), 'box: shape must be an array of lengths, got null'],
  [() => box('0' as never, 1, [2]), 'box: low must be a number or an array of 2, got "0"'],
  [() => multiDiscrete([]), 'multiDiscrete: nvec must be an array of at least one count, got []'],
  [() => discrete(0), 'discrete: n must be an integer ≥ 1, got 0'],
  [() => multiDiscrete([2, 1.5]), 'multiDiscrete: every entry of nvec must be an integer ≥ 1, got 1.5'],
  [() => multiBinary(-1), 'multiBinary: n must be an integer ≥ 1, got -1'],
])('refuses to make nonsense (%#)', (create, message) => {
  expect(create).toThrow(message)
})
