import { expect, test } from 'vitest'
import { SeedSequence } from './seed-sequence.ts'
import { fixtureSeed, numpyFixture } from './testing/numpy.ts'

test.each(numpyFixture.sequences)(
  'seed $seed with spawn key $spawnKey gives the words of numpy',
  (fixture) => {
    const sequence = new SeedSequence(fixtureSeed(fixture.seed), fixture.spawnKey)
    expect([...sequence.generateState(fixture.state32.length)]).toEqual(fixture.state32)
    expect([...sequence.generateState64(fixture.state64.length)].map(String)).toEqual(fixture.state64)
  },
)

test('a number and the same bigint are the same seed', () => {
  expect(new SeedSequence(2 ** 40).generateState(4)).toEqual(new SeedSequence(2n ** 40n).generateState(4))
})

test.each([-1, 1.5, Number.NaN, 2 ** 53, -1n])('the seed %s is refused with its value', (seed) => {
  expect(() => new SeedSequence(seed)).toThrow(`seed must be a non-negative integer, got ${seed}`)
})

test('a bad spawn key is refused as such', () => {
  expect(() => new SeedSequence(1, [0.5])).toThrow('spawn key must be a non-negative integer, got 0.5')
})
