import { describe, expect, it } from 'vitest'
import { gatherRows } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import { values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  describe('gatherRows', () => {
    it('copies the rows that the indices name', () => {
      forShapes((rows, columns, sourceRows, seed) => {
        const source = values(seed, sourceRows * columns)
        const indices = kernels.indices(rows)
        indices.data.set(values(seed + 1, rows).map((value) => Math.floor(((value + 2) / 4) * sourceRows)))
        const destination = memory.take(rows * columns)
        gatherRows(kernels, memory.take(source), indices, destination, rows, columns)
        const expected = destination.data.map(
          (_, i) => source[indices.data[Math.floor(i / columns)] * columns + (i % columns)],
        )
        expect(destination.data).toEqual(expected)
      })
    })

    it.each([-1, 3])('rejects index %i of 3 rows', (index) => {
      const indices = kernels.indices(2)
      indices.data[1] = index
      expect(() => gatherRows(kernels, memory.take(6), indices, memory.take(4), 2, 2)).toThrow(
        `indices[1] is ${index}, source has 3 rows`,
      )
    })
  })
})
