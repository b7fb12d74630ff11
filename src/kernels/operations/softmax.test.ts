import { describe, expect, it } from 'vitest'
import { choiceGradient, logSoftmax } from '../index.ts'
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

    it('gives a row the same bits among others as alone', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns).map((value) => 5 * value)
        const [y, entropies] = [memory.take(rows * columns), memory.take(rows)]
        logSoftmax(kernels, memory.take(x), y, entropies, rows, columns)
        for (let i = 0; i < rows; i++) {
          const [alone, entropy] = [memory.take(columns), memory.take(1)]
          logSoftmax(
            kernels,
            memory.take(x.subarray(i * columns, (i + 1) * columns)),
            alone,
            entropy,
            1,
            columns,
          )
          expect(y.data.subarray(i * columns, (i + 1) * columns)).toEqual(alone.data)
          expect(entropies.data[i]).toBe(entropy.data[0])
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

  describe('choiceGradient', () => {
    it('is the gradient of form·(log p − (κ − 1)·logsumexp) + entropy·H + logPartition·logsumexp', () => {
      for (const kappa of [0, 0.25, 1])
        forShapes((rows, columns, _, seed) => {
          const blocks = rows <= 16 ? 3 : 1
          const all = rows * blocks
          const x = values(seed, all * columns).map((value) => 2 * value)
          const [logs, entropies] = [memory.take(all * columns), memory.take(all)]
          logSoftmax(kernels, memory.take(x), logs, entropies, all, columns)
          const [form, entropy, logPartition] = [1, 2, 3].map((i) => values(seed + i, rows))
          const actions = values(seed + 4, all).map((value) => Math.floor(Math.abs(value) * 1e4) % columns)
          const dx = memory.take(all * columns)
          const weights = {
            form: memory.take(form),
            entropy: memory.take(entropy),
            logPartition: memory.take(logPartition),
          }
          const choices = { logs, entropies, actions: memory.take(actions), rows, blocks, columns }
          choiceGradient(kernels, choices, weights, kappa, dx)
          for (let i = 0; i < all; i++) {
            const r = Math.floor(i / blocks)
            const row = reference.logSoftmax(x.subarray(i * columns, (i + 1) * columns))
            const uncertainty = reference.entropy(row)
            const smooth = row.map(
              (log) => Math.exp(log) * (logPartition[r] - kappa * form[r] - entropy[r] * (log + uncertainty)),
            )
            const expected = smooth.map((slope, a) => slope + (a === actions[i] ? form[r] : 0))
            // Errors of the logs, in the exponent and beside it; |log + entropy| ≤ 16. A sum rounds once more.
            const bound = (8 * columns + 800) * UNIT
            const own = dx.data.subarray(i * columns, (i + 1) * columns)
            const rounding = (a: number) => (a === actions[i] ? Math.abs(form[r]) * UNIT : 0)
            expectWithin(own, expected, (a) => bound * Math.exp(row[a]) + rounding(a) + 1e-44)
          }
        })
    })

    it.each([Number.NEGATIVE_INFINITY, -1e9])('is 0 for a column at %f that is not chosen', (nothing) => {
      const [logs, entropies, dx] = [memory.take(3), memory.take(1), memory.take(3)]
      logSoftmax(kernels, memory.take([1, nothing, 1]), logs, entropies, 1, 3)
      const choices = { logs, entropies, actions: memory.take([2]), rows: 1, blocks: 1, columns: 3 }
      const weights = {
        form: memory.take([0.25]),
        entropy: memory.take([0.5]),
        logPartition: memory.take([3]),
      }
      choiceGradient(kernels, choices, weights, 0, dx)
      expectWithin(dx.data, [1.5, 0, 1.75], (i) => (i === 1 ? 1e-44 : 1e-6))
    })
  })
})
