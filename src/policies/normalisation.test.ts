import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RunningMoments, RunningNormalisation } from './normalisation.ts'

test('running moments equal those of all rows at once', () => {
  const rows = fc.array(
    fc.tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 6 }), (batches) => {
      const moments = new RunningMoments(2)
      for (const batch of batches) moments.update(batch.flat(), batch.length)
      const all = batches.flat()
      for (const d of [0, 1]) {
        const mean = all.reduce((sum, row) => sum + row[d] / all.length, 0)
        const variance = all.reduce((sum, row) => sum + (row[d] - mean) ** 2 / all.length, 0)
        expect(Math.abs(moments.mean[d] - mean)).toBeLessThan(1e-12 * (1 + Math.abs(mean)))
        expect(Math.abs(moments.variance[d] - variance)).toBeLessThan(1e-12 * (1 + variance + mean ** 2))
      }
    }),
  )
})

test('observations come out centred, scaled and clipped; rewards only scaled', () => {
  const normalisation = new RunningNormalisation(1, true, true)
  normalisation.observations!.update([4, 6, 4, 6], 4)
  normalisation.returns!.update([10, 14, 10, 14], 4)
  const target = new Float32Array(3)
  normalisation.observe(Float32Array.of(5, 6, 1e6), target)
  expect(target[0]).toBeCloseTo(0, 3)
  expect(target[1]).toBeCloseTo(1, 3)
  expect(target[2]).toBe(10)
  expect(normalisation.reward(4)).toBeCloseTo(2, 2)
  expect(normalisation.reward(1e6)).toBe(10)
})

test('what is not normalised stays as it is', () => {
  const normalisation = new RunningNormalisation(2, false, false)
  expect([normalisation.observations, normalisation.returns]).toEqual([undefined, undefined])
  const target = new Float32Array(4)
  normalisation.observe(Float32Array.of(1, 2, 3, 400), target)
  expect([...target]).toEqual([1, 2, 3, 400])
  expect(normalisation.reward(-1e6)).toBe(-1e6)
})

test('each component has moments of its own, and is clipped on both sides', () => {
  const normalisation = new RunningNormalisation(2, true, true)
  const moments = normalisation.observations!
  moments.mean.set([3, -1])
  moments.variance.set([4, 0])
  normalisation.returns!.variance[0] = 0
  const target = new Float32Array(6)
  normalisation.observe(Float32Array.of(4, -1, 5, -0.9995, -1e6, -1.5), target)
  // With 1e-8 added to the variance, a deviation of 0 counts as 1e-4.
  expect(Array.from(target, (x) => Number(x.toFixed(2)))).toEqual([0.5, 0, 1, 5, -10, -10])
  expect(normalisation.reward(5e-4)).toBeCloseTo(5, 12)
  expect([normalisation.reward(-3), normalisation.reward(3)]).toEqual([-10, 10])
})

test('a feature far from 0 comes out with deviation 1, from the first vectors on', () => {
  for (const rows of [4, 512]) {
    const normalisation = new RunningNormalisation(1, true, false)
    const vectors = Float32Array.from({ length: rows }, (_, row) => 1e5 + (row % 2 === 0 ? -1 : 1))
    normalisation.observations!.update(vectors, rows)
    const target = new Float32Array(rows)
    normalisation.observe(vectors, target)
    expect([target[0], target[1]]).toEqual([-1, 1])
  }
})

test('moments of 0.1.0, whose start counted as 1e-4 of a vector, go on as they did', () => {
  const moments = new RunningMoments(1)
  moments.count = 1e-4
  moments.update([3], 1)
  const total = 1e-4 + 1
  expect(moments.count).toBe(total)
  expect(moments.mean[0]).toBe(3 / total)
  expect(moments.variance[0]).toBe((1e-4 + (3 * 3 * 1e-4) / total) / total)
})

test('moments by hand: of what was seen, and nothing of the start', () => {
  const moments = new RunningMoments(2)
  expect([moments.count, ...moments.mean, ...moments.variance]).toEqual([0, 0, 0, 1, 1])
  moments.count = 2
  moments.mean.set([1, 0])
  moments.update([4, 5, 6, 7], 2)
  // Means 5 and 6 of the new two; deltas 4 and 6; squares 2 and 2.
  expect(moments.count).toBe(4)
  expect([...moments.mean]).toEqual([3, 3])
  expect([...moments.variance]).toEqual([(2 + 2 + 16) / 4, (2 + 2 + 36) / 4])
})
