import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocatePatterns,
  findPatterns,
  gatherByPattern,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  patternTable,
  patternTableBackward,
  patternWindows,
  sumPatterns,
  windowCount,
} from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory }) => {
  describe('patterns of boards', () => {
    const boardShape = fc
      .record({
        height: fc.integer({ min: 2, max: 8 }),
        width: fc.integer({ min: 2, max: 8 }),
        channels: fc.integer({ min: 1, max: 9 }),
        size: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 2 }),
      })
      .map((shape) => ({ ...shape, size: Math.min(shape.size, shape.height, shape.width) }))

    /** Boards of zeros and ones of which many are alike. */
    const boards = (from: number, rows: number, size: number) => {
      const images = values(from, rows * size).map((x) => (x > 1.5 ? 1 : 0))
      for (let r = 0; r < rows; r++)
        if (r % 3 > 0) images.copyWithin(r * size, (r >> 2) * size, (r >> 2) * size + size)
      return images
    }

    it('are numbered place by place, one number for what is alike', () => {
      fc.assert(
        fc.property(boardShape, fc.integer({ min: 1, max: 40 }), fc.integer(), (shape, rows, from) => {
          memory.reset()
          const { height, width, channels, size } = shape
          const images = boards(from, rows, height * width * channels)
          const x = memory.take(images)
          const places = windowCount(shape)
          const most = rows * places
          const patterns = allocatePatterns(kernels, rows, shape, most)
          const all = reference.windows(images, rows, shape)
          const shown = (row: number, place: number) =>
            all.subarray((row * places + place) * size * size * channels).subarray(0, size * size * channels)
          const known = Array.from({ length: places }, () => new Map<string, number>())
          for (let place = 0; place < places; place++)
            for (let row = 0; row < rows; row++) {
              const key = shown(row, place).join()
              if (!known[place].has(key)) known[place].set(key, row * places + place)
            }
          // Cells may be of more kinds than a window's 64 bits have room for.
          if (!findPatterns(kernels, x, rows, shape, patterns, most)) {
            const cells = new Set(
              Array.from({ length: rows * height * width }, (_, i) =>
                images.subarray(i * channels, (i + 1) * channels).join(),
              ),
            )
            expect(cells.size).toBeGreaterThan(Math.min(255, 2 ** Math.floor(64 / size ** 2)))
            return
          }
          const firsts = known.flatMap((place) => [...place.values()])
          expect(patterns.count).toBe(firsts.length)
          expect(Array.from(patterns.firsts.data.subarray(0, patterns.count))).toEqual(firsts)
          expect(Array.from(patterns.starts.data)).toEqual(
            Array.from({ length: places + 1 }, (_, place) =>
              known.slice(0, place).reduce((sum, { size }) => sum + size, 0),
            ),
          )
          if (patterns.count > 1)
            expect(findPatterns(kernels, x, rows, shape, patterns, patterns.count - 1)).toBe(false)
          expect(findPatterns(kernels, x, rows, shape, patterns, firsts.length)).toBe(true)
          const out = memory.take(firsts.length * size * size * channels)
          patternWindows(kernels, x, patterns, out, shape)
          firsts.forEach((first, i) => {
            const window = out.data.subarray(i * size * size * channels, (i + 1) * size * size * channels)
            expect(window).toEqual(shown(Math.floor(first / places), first % places))
          })
          expect(memory.damage()).toBe(0)
        }),
      )
    })

    it.each([
      ['other numbers', 1, (images: Float32Array) => images.fill(0.5, 70, 71)],
      ['NaN', 1, (images: Float32Array) => images.fill(Number.NaN, 30, 31)],
      ['too many channels', 17, (images: Float32Array) => images],
    ])('are not looked for in images with %s', (_name, channels, change) => {
      const shape = { height: 5, width: 5, channels, size: 3, stride: 1 }
      const patterns = allocatePatterns(kernels, 20, shape, 180)
      const images = memory.take(change(boards(3, 20, 25 * channels)))
      expect(findPatterns(kernels, images, 20, shape, patterns, 180)).toBe(false)
    })

    it('give the sums and gradients of windows and products', () => {
      const width = fc.integer({ min: 1, max: 37 })
      const activation = fc.constantFrom('none' as const, 'relu' as const, 'tanh' as const)
      fc.assert(
        fc.property(
          boardShape,
          width,
          width,
          fc.integer(),
          activation,
          (shape, filters, outputs, from, activation) => {
            memory.reset()
            const rows = 19
            const { height, width, channels, size } = shape
            const images = boards(from, rows, height * width * channels)
            const x = memory.take(images)
            const places = windowCount(shape)
            const most = rows * places
            const patterns = allocatePatterns(kernels, rows, shape, most)
            fc.pre(findPatterns(kernels, x, rows, shape, patterns, most))
            const { count } = patterns
            const inputs = places * filters
            const convolutionWeights = memory.take(values(from + 1, size * size * channels * filters))
            const bias = memory.take(values(from + 2, filters))
            const weights = memory.take(values(from + 3, inputs * outputs))
            const denseBias = memory.take(values(from + 4, outputs))
            const dy = memory.take(values(from + 5, rows * outputs))

            const shownAll = memory.take(reference.windows(images, rows, shape))
            const [convolved, dInput] = [0, 1].map(() => memory.take(rows * inputs))
            const window = size * size * channels
            linear(kernels, shownAll, convolutionWeights, bias, convolved, most, window, filters, 'tanh')
            const [expected, y] = [0, 1].map(() => memory.take(rows * outputs))
            linear(kernels, convolved, weights, denseBias, expected, rows, inputs, outputs, activation)
            const [expectedWeights, dWeights] = [0, 1].map(() => memory.take(inputs * outputs))
            linearBackwardWeights(kernels, convolved, dy, expectedWeights, rows, inputs, outputs)
            linearBackwardInput(kernels, dy, weights, dInput, rows, inputs, outputs)

            const shown = memory.take(count * window)
            patternWindows(kernels, x, patterns, shown, shape)
            const [own, dOwn] = [0, 1].map(() => memory.take(count * filters))
            linear(kernels, shown, convolutionWeights, bias, own, count, window, filters, 'tanh')
            const [table, dTable] = [0, 1].map(() => memory.take(count * outputs))
            patternTable(kernels, patterns, own, weights, table, filters, outputs)
            sumPatterns(kernels, patterns, table, denseBias, y, outputs, activation)
            gatherByPattern(kernels, patterns, dy, dTable, outputs)
            patternTableBackward(kernels, patterns, own, weights, dTable, dOwn, dWeights, filters, outputs)

            // At most `inputs` or `rows` terms, each smaller than 2·2 or 1·2.
            expectWithin(y.data, expected.data, () => 4 * (inputs + 2) * 2 * inputs * UNIT)
            expectWithin(dWeights.data, expectedWeights.data, () => 4 * (rows + 2) * 2 * rows * UNIT)
            // Each pattern's is the sum over the windows that show it.
            const sums = new Float64Array(count * filters)
            for (let row = 0; row < rows; row++)
              for (let place = 0; place < places; place++) {
                const first = Array.from({ length: count }, (_, i) => i).find(
                  (i) =>
                    i >= patterns.starts.data[place] &&
                    i < patterns.starts.data[place + 1] &&
                    shown.data
                      .subarray(i * window, (i + 1) * window)
                      .every((value, k) => value === shownAll.data[(row * places + place) * window + k]),
                )
                for (let f = 0; f < filters; f++)
                  sums[first! * filters + f] += dInput.data[(row * places + place) * filters + f]
              }
            expectWithin(dOwn.data, sums, () => 8 * (rows + outputs + 4) * 4 * rows * outputs * UNIT)
            expect(memory.damage()).toBe(0)
          },
        ),
        { numRuns: 60 },
      )
    })
  })
})
