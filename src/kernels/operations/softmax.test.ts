import { describe, expect, it } from 'vitest'
import { logSoftmax, softmaxGradient } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  describe('logSoftmax', () => {
    it('normalises each row, and gives its entropy', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns).map((value) => 5 * value)
        const y = memory.take(rows * columns)
        const entropies = memory.take(rows)
        logSoftmax(kernels, memory.take(x), y, entropies, rows, columns)
        for (let i = 0; i < rows; i++) {
          const expected = reference.logSoftmax(x.subarray(i * columns, (i + 1) * columns))
          // |x − max| ≤ 20 rounds twice; the sum adds a unit a term to its logarithm.
          const bound = (2 * 32 + columns + 8) * UNIT
          expectWithin(y.data.subarray(i * columns, (i + 1) * columns), expected, () => bound)
          expectWithin([entropies.data[i]], [reference.entropy(expected)], () => 2 * bound)
        }
      })
    })

    it.each([Number.NEGATIVE_INFINITY, -1e9])('gives columns at %f none of the probability', (nothing) => {
      const y = memory.take(3)
      const entropy = memory.take(1)
      logSoftmax(kernels, memory.take([1, nothing, 1]), y, entropy, 1, 3)
      expectWithin(y.data, [-Math.LN2, Math.fround(nothing - 1), -Math.LN2], () => 1e-7)
      expect(entropy.data[0]).toBeCloseTo(Math.LN2, 6)
    })

    it('survives large scores, also in place, and keeps NaN in its row', () => {
      const x = memory.take([1e30, 0, Number.NaN, 0])
      const entropies = memory.take(2)
      logSoftmax(kernels, x, x, entropies, 2, 2)
      expect([...x.data]).toEqual([0, -Math.fround(1e30), Number.NaN, Number.NaN])
      expect([...entropies.data]).toEqual([0, Number.NaN])
    })
  })

  describe('softmaxGradient', () => {
    it('is the gradient of along·logsumexp + push·entropy', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns).map((value) => 2 * value)
        const [logs, entropies] = [memory.take(rows * columns), memory.take(rows)]
        logSoftmax(kernels, memory.take(x), logs, entropies, rows, columns)
        const [along, pushes] = [values(seed + 1, rows), values(seed + 2, rows)]
        const dx = memory.take(rows * columns)
        softmaxGradient(kernels, logs, entropies, memory.take(along), memory.take(pushes), dx, rows, columns)
        for (let i = 0; i < rows; i++) {
          const row = reference.logSoftmax(x.subarray(i * columns, (i + 1) * columns))
          const entropy = reference.entropy(row)
          const expected = row.map((log) => Math.exp(log) * (along[i] - pushes[i] * (log + entropy)))
          // Errors of the logs, in the exponent and beside it; |log + entropy| ≤ 16.
          const bound = (8 * columns + 800) * UNIT
          const own = dx.data.subarray(i * columns, (i + 1) * columns)
          expectWithin(own, expected, (a) => bound * Math.exp(row[a]) + 1e-44)
        }
      })
    })

    it.each([Number.NEGATIVE_INFINITY, -1e9])('is 0 for a column at %f', (nothing) => {
      const [logs, entropy, dx] = [memory.take(3), memory.take(1), memory.take(3)]
      logSoftmax(kernels, memory.take([1, nothing, 1]), logs, entropy, 1, 3)
      softmaxGradient(kernels, logs, entropy, memory.take([3]), memory.take([0.5]), dx, 1, 3)
      expectWithin(dx.data, [1.5, 0, 1.5], (i) => (i === 1 ? 1e-44 : 1e-6))
    })
  })
})
