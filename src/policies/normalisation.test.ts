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
        // The sliver that the start counts for is 1e-4 of a row, at 0 with variance 1.
        expect(Math.abs(moments.mean[d] - mean)).toBeLessThan(2e-4 * (1 + Math.abs(mean)))
        expect(Math.abs(moments.variance[d] - variance)).toBeLessThan(2e-4 * (1 + variance + mean ** 2))
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
