import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highProduct } from './lcg128.ts'
import { Pcg64, type Pcg64State } from './pcg64.ts'
import { SeedSequence } from './seed-sequence.ts'
import { fixtureSeed, numpyFixture } from './testing/numpy.ts'

describe.each(numpyFixture.sequences)('as numpy from seed $seed, spawn key $spawnKey', (fixture) => {
  const make = () => new Pcg64(new SeedSequence(fixtureSeed(fixture.seed), fixture.spawnKey))

  test('state and increment', () => {
    const { state, increment } = make().getState()
    expect({ state, inc: increment }).toEqual(fixture.pcgState)
  })

  test('64-bit words', () => {
    const generator = make()
    expect(fixture.uint64.map(() => String(generator.uint64()))).toEqual(fixture.uint64)
  })

  test('random, then uniform', () => {
    const generator = make()
    expect(fixture.random.map(() => generator.random())).toEqual(fixture.random)
    expect(fixture.uniform.map(() => generator.uniform(-0.05, 0.05))).toEqual(fixture.uniform)
  })
})

test('integers of every width, mixed with doubles, draw for draw as numpy', () => {
  const generator = Pcg64.fromSeed(7)
  for (const [low, high, value] of numpyFixture.integers.draws)
    expect(low === high ? generator.random() : generator.integers(low, high)).toBe(value)
})

test.each([
  [3, 3],
  [4, 3],
  [0, 1.5],
  [Number.NaN, 2],
])('integers refuses the range [%s, %s)', (low, high) => {
  expect(() => Pcg64.fromSeed(0).integers(low, high)).toThrow(
    `integers: the range [${low}, ${high}) is not one`,
  )
})

test('highProduct is exact', () => {
  const edges = [0, 1, 2, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
  const word = fc.oneof(fc.constantFrom(...edges), fc.nat(0xffffffff))
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(highProduct(a, b, Math.imul(a, b) >>> 0)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
    }),
    { numRuns: 2000 },
  )
})

/** Sum over the cells of (observed − expected)² / expected: χ² with cells − 1 degrees of freedom. */
function chiSquare(counts: readonly number[], draws: number): number {
  const expected = draws / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

test('random fills 100 equal cells evenly', () => {
  const generator = Pcg64.fromSeed(11)
  const counts = new Array<number>(100).fill(0)
  for (let i = 0; i < 200_000; i++) counts[Math.floor(generator.random() * 100)]++
  expect(chiSquare(counts, 200_000)).toBeLessThan(149) // P(χ²₉₉ > 149) < 0.001
})

test('normal has the moments and the tails of a standard normal', () => {
  const generator = Pcg64.fromSeed(12)
  const draws = Float64Array.from({ length: 400_000 }, () => generator.normal())
  const mean = (of: (z: number) => number) => draws.reduce((sum, z) => sum + of(z), 0) / draws.length
  // Each tolerance is four standard errors: the variance of zᵏ over √400000.
  expect(Math.abs(mean((z) => z))).toBeLessThan(4 / 632)
  expect(Math.abs(mean((z) => z ** 2) - 1)).toBeLessThan((4 * Math.sqrt(2)) / 632)
  expect(Math.abs(mean((z) => z ** 3))).toBeLessThan((4 * Math.sqrt(15)) / 632)
  expect(Math.abs(mean((z) => z ** 4) - 3)).toBeLessThan((4 * Math.sqrt(96)) / 632)
  expect(Math.abs(mean((z) => (z > 1.959964 ? 1 : 0)) - 0.025)).toBeLessThan((4 * 0.156) / 632)
  let lagged = 0 // the two normals of a pair must not depend on each other
  for (let i = 1; i < draws.length; i++) lagged += draws[i] * draws[i - 1]
  expect(Math.abs(lagged / draws.length)).toBeLessThan(4 / 632)
})

test('shuffle gives each of the 24 orders of four equally often', () => {
  const generator = Pcg64.fromSeed(13)
  const counts = new Map<string, number>()
  for (let i = 0; i < 48_000; i++) {
    const order = Int32Array.of(0, 1, 2, 3)
    generator.shuffle(order)
    counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1)
  }
  expect(counts.size).toBe(24)
  expect(chiSquare([...counts.values()], 48_000)).toBeLessThan(49.7) // P(χ²₂₃ > 49.7) < 0.001
})

test('shuffle keeps the values', () => {
  const values = Int32Array.from({ length: 1000 }, (_, i) => i)
  Pcg64.fromSeed(14).shuffle(values)
  expect(values).not.toEqual(values.toSorted())
  expect([...values.toSorted()]).toEqual(Array.from({ length: 1000 }, (_, i) => i))
})

/** A few draws of every kind. */
function future(generator: Pcg64): number[] {
  const draws = [generator.normal(), generator.uint32(), generator.random(), generator.integers(0, 6)]
  return [...draws, generator.integers(0, 2 ** 40), generator.normal()]
}

test('a state through JSON goes on exactly, whatever was drawn before', () => {
  const draw = fc.constantFrom('random', 'normal', 'uint32')
  fc.assert(
    fc.property(fc.nat(), fc.array(draw, { maxLength: 9 }), (seed, draws) => {
      const generator = Pcg64.fromSeed(seed)
      for (const name of draws) generator[name as 'random' | 'normal' | 'uint32']()
      const restored = Pcg64.fromSeed(0)
      restored.setState(JSON.parse(JSON.stringify(generator.getState())))
      expect(future(restored)).toEqual(future(generator))
    }),
  )
})

test.each<[Partial<Record<keyof Pcg64State, unknown>>, string]>([
  [{ state: 5 }, 'generator state: state must be a decimal number of at most 128 bits, as a string, got 5'],
  [{ state: String(2n ** 128n) }, 'generator state: state must be a decimal number'],
  [{ increment: '4' }, 'generator state: increment must be an odd number, got 4'],
  [{ half: -1 }, 'generator state: half must be null or 32 bits, got -1'],
  [{ normal: Number.NaN }, 'generator state: normal must be null or a finite number, got NaN'],
])('setState refuses %j', (change, message) => {
  const generator = Pcg64.fromSeed(1)
  const before = generator.getState()
  expect(() => generator.setState({ ...before, ...change } as Pcg64State)).toThrow(message)
  expect(generator.getState()).toEqual(before)
})
