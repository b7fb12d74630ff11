import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  type Activation,
  type KernelBuild,
  type Kernels,
  loadKernels,
  type Tensor,
  windowCount,
} from './index.ts'
import { instantiate } from './load.ts'
import { Arena } from './testing/arena.ts'
import * as reference from './testing/reference.ts'

/** Unit roundoff of float32. */
const UNIT = 2 ** -24

/** Uniform in [−2, 2), repeatable. */
function values(seed: number, length: number): Float32Array {
  let state = seed | 1
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 30
  })
}

/** Each result within its own bound; the message names the worst one. NaN never passes. */
function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: (i: number) => number,
): void {
  let worst = -1
  let excess = 1
  for (let i = 0; i < expected.length; i++) {
    const ratio = Math.abs(actual[i] - expected[i]) / bound(i)
    if (actual[i] !== expected[i] && !(ratio <= excess)) {
      worst = i
      excess = ratio
    }
  }
  if (worst >= 0) {
    expect.fail(`[${worst}] is ${actual[worst]}, expected ${expected[worst]} ± ${bound(worst)}`)
  }
}

/** Error bound of a sum of `terms` float32 products and a start, in any order, fused or not: (terms + 2)·unit·Σ|terms|. */
function expectProduct(actual: Tensor, expected: reference.Bounded, terms: number): void {
  expectWithin(actual.data, expected.values, (i) => (terms + 2) * UNIT * expected.sizes[i] + 1e-44)
}

// Around every tile and vector size, and past the 256 blocks of depth and columns.
const size = fc.oneof(fc.integer({ min: 1, max: 34 }), fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 16, 24, 64))
const shape = fc.tuple(size, size, size)
const largeShapes: [number, number, number][] = [
  [1, 300, 300],
  [3, 70, 530],
  [64, 4, 64],
  [64, 64, 2],
  [61, 64, 1],
  [13, 600, 9],
  [520, 17, 3],
  [300, 5, 270],
  [40, 257, 259],
  [5, 5000, 2],
]
const seed = fc.integer()

/** Both builds, each as its products are made where the engine joins vectors and where it does not. */
async function supported(): Promise<Kernels[]> {
  const found: (Kernels | undefined)[] = []
  for (const build of ['simd', 'relaxed-simd'] as const)
    for (const wide of [false, true]) found.push(await instantiate(build, false, wide))
  return found.filter((kernels) => kernels !== undefined)
}

const builds = await supported()

it('both builds run here', () => {
  expect(new Set(builds.map((kernels) => kernels.build))).toEqual(new Set(['simd', 'relaxed-simd']))
})

describe('plain SIMD', () => {
  const kernels = builds.filter(({ build }) => build === 'simd')

  // So often that the engine compiles for speed, which is when it joins vectors.
  it.each(kernels)('multiplies to the bits of float32 sums in order, wide tiles: $wide', (kernels) => {
    const arena = new Arena(kernels, 1 << 14)
    const shapes = [
      [64, 64, 64],
      [22, 37, 40],
      [9, 300, 17],
    ]
    for (let round = 0; round < 40; round++)
      for (const [rows, inputs, outputs] of shapes) {
        arena.reset()
        const x = values(round, rows * inputs)
        const weights = values(round + 1, inputs * outputs)
        const bias = values(round + 2, outputs)
        const y = arena.take(rows * outputs)
        kernels.linear(arena.take(x), arena.take(weights), arena.take(bias), y, rows, inputs, outputs, 'none')
        expect(y.data).toEqual(reference.inOrder(x, weights, bias, rows, inputs, outputs))
      }
  })
})

describe.each(builds)('$build kernels, wide tiles: $wide', (kernels) => {
  const arena = new Arena(kernels, 1 << 20)
  beforeEach(() => arena.reset())

  /** Runs `check` on random shapes and on the large ones, each with fresh guards that must survive. */
  function forShapes(check: (rows: number, inputs: number, outputs: number, seed: number) => void): void {
    const guarded = (rows: number, inputs: number, outputs: number, seed: number) => {
      arena.reset()
      check(rows, inputs, outputs, seed)
      expect(arena.damage(), 'overwritten guard words').toBe(0)
    }
    for (const [rows, inputs, outputs] of largeShapes) guarded(rows, inputs, outputs, 7)
    fc.assert(
      fc.property(shape, seed, ([rows, inputs, outputs], seed) => guarded(rows, inputs, outputs, seed)),
      { numRuns: 150 },
    )
  }

  describe('linear', () => {
    it.each(['none', 'tanh', 'relu'] as const)('is %s(x·weights + bias)', (activation) => {
      forShapes((rows, inputs, outputs, seed) => {
        const x = values(seed, rows * inputs)
        const weights = values(seed + 1, inputs * outputs)
        const bias = values(seed + 2, outputs)
        const y = arena.take(rows * outputs)
        kernels.linear(
          arena.take(x),
          arena.take(weights),
          arena.take(bias),
          y,
          rows,
          inputs,
          outputs,
          activation,
        )
        const { values: before, sizes } = reference.product(
          reference.matrix(x, inputs),
          reference.matrix(weights, outputs),
          bias,
          rows,
          inputs,
          outputs,
        )
        // All three have slope ≤ 1, so the error of the sum does not grow; tanh adds its own few ulp of |y| ≤ 1.
        const own = activation === 'tanh' ? 14 * UNIT : 0
        const bound = (i: number) => (inputs + 2) * UNIT * sizes[i] + own + 1e-44
        expectWithin(y.data, before.map(reference.activations[activation]), bound)
      })
    })

    it('takes no bias', () => {
      forShapes((rows, inputs, outputs, seed) => {
        const x = values(seed, rows * inputs)
        const weights = values(seed + 1, inputs * outputs)
        const y = arena.take(rows * outputs)
        kernels.linear(arena.take(x), arena.take(weights), null, y, rows, inputs, outputs, 'none')
        const a = reference.matrix(x, inputs)
        const b = reference.matrix(weights, outputs)
        expectProduct(y, reference.product(a, b, null, rows, inputs, outputs), inputs)
      })
    })

    it('gives a row the same bits whatever rows surround it', () => {
      // A rollout with few environments must agree with the update that reads its rows in a large batch.
      forShapes((rows, inputs, outputs, seed) => {
        const x = arena.take(values(seed, rows * inputs))
        const weights = arena.take(values(seed + 1, inputs * outputs))
        const bias = arena.take(values(seed + 2, outputs))
        const y = arena.take(rows * outputs)
        const single = arena.take(outputs)
        kernels.linear(x, weights, bias, y, rows, inputs, outputs, 'tanh')
        const row = rows >> 1
        kernels.linear(x.view(row * inputs, inputs), weights, bias, single, 1, inputs, outputs, 'tanh')
        expect(single.data).toEqual(y.data.slice(row * outputs, (row + 1) * outputs))
      })
    })

    it('spoils exactly the row that holds a NaN', () => {
      forShapes((rows, inputs, outputs, seed) => {
        const x = values(seed, rows * inputs)
        const spoilt = rows >> 1
        x[spoilt * inputs + (inputs >> 1)] = Number.NaN
        const y = arena.take(rows * outputs)
        const weights = arena.take(values(seed + 1, inputs * outputs))
        kernels.linear(arena.take(x), weights, null, y, rows, inputs, outputs, 'relu')
        const wrong = y.data.findIndex(
          (value, i) => Number.isNaN(value) !== (Math.floor(i / outputs) === spoilt),
        )
        expect(wrong).toBe(-1)
      })
    })

    it('spoils exactly the output whose weights hold a NaN', () => {
      forShapes((rows, inputs, outputs, seed) => {
        const weights = values(seed, inputs * outputs)
        const spoilt = outputs >> 1
        weights[(inputs >> 1) * outputs + spoilt] = Number.NaN
        const y = arena.take(rows * outputs)
        const x = arena.take(values(seed + 1, rows * inputs))
        kernels.linear(x, arena.take(weights), null, y, rows, inputs, outputs, 'tanh')
        const wrong = y.data.findIndex((value, i) => Number.isNaN(value) !== (i % outputs === spoilt))
        expect(wrong).toBe(-1)
      })
    })
  })

  it('linearBackwardInput is dy·weightsᵀ', () => {
    forShapes((rows, inputs, outputs, seed) => {
      const dy = values(seed, rows * outputs)
      const weights = values(seed + 1, inputs * outputs)
      const dx = arena.take(rows * inputs)
      kernels.linearBackwardInput(arena.take(dy), arena.take(weights), dx, rows, inputs, outputs)
      const a = reference.matrix(dy, outputs)
      const b = reference.transposed(weights, outputs)
      expectProduct(dx, reference.product(a, b, null, rows, outputs, inputs), outputs)
    })
  })

  it('linearBackwardWeights is xᵀ·dy', () => {
    forShapes((rows, inputs, outputs, seed) => {
      const x = values(seed, rows * inputs)
      const dy = values(seed + 1, rows * outputs)
      const dWeights = arena.take(inputs * outputs)
      kernels.linearBackwardWeights(arena.take(x), arena.take(dy), dWeights, rows, inputs, outputs)
      const a = reference.transposed(x, inputs)
      const b = reference.matrix(dy, outputs)
      expectProduct(dWeights, reference.product(a, b, null, inputs, rows, outputs), rows)
    })
  })

  it.each([
    [40, 400, 64],
    [19, 129, 17],
    [1, 64, 30],
    [300, 1000, 16],
  ])('leaves out zeros to the same bits: %i rows, %i inputs, %i outputs', (rows, inputs, outputs) => {
    // Sixteen rows without zeros in front keep those after them from being taken for sparse.
    const dense = values(1, 16 * inputs).map((value) => value || 1)
    const sparse = values(2, rows * inputs).map((value, i) => (i % 13 === 5 || i % 29 === 0 ? value : 0))
    const weights = arena.take(values(3, inputs * outputs))
    const bias = arena.take(values(4, outputs))
    const [y, whole] = [arena.take(rows * outputs), arena.take((16 + rows) * outputs)]
    const both = arena.take([...dense, ...sparse])
    const x = arena.take(sparse)
    for (const start of [bias, null]) {
      kernels.linear(x, weights, start, y, rows, inputs, outputs, 'tanh')
      kernels.linear(both, weights, start, whole, 16 + rows, inputs, outputs, 'tanh')
      expect(Array.from(y.data)).toEqual(Array.from(whole.data.subarray(16 * outputs)))
    }
    const dy = values(5, rows * outputs)
    const [gradient, expected] = [arena.take(inputs * outputs), arena.take(inputs * outputs)]
    kernels.linearBackwardWeights(x, arena.take(dy), gradient, rows, inputs, outputs)
    const padded = arena.take([...new Float32Array(16 * outputs), ...dy])
    kernels.linearBackwardWeights(both, padded, expected, 16 + rows, inputs, outputs)
    // Adding 0 makes −0, which the longer sum may leave, equal to 0.
    expect(Array.from(gradient.data, (g) => g + 0)).toEqual(Array.from(expected.data, (g) => g + 0))
  })

  it('add adds vectors of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), seed, (length, seed) => {
        arena.reset()
        const [x, sum] = [values(seed, length), values(seed + 1, length)]
        const total = arena.take(sum)
        kernels.add(arena.take(x), total, length)
        expect(total.data).toEqual(sum.map((value, i) => value + x[i]))
        expect(arena.damage()).toBe(0)
      }),
    )
  })

  it('columnSums adds up each column', () => {
    forShapes((rows, columns, _, seed) => {
      const x = values(seed, rows * columns)
      const out = arena.take(columns)
      kernels.columnSums(arena.take(x), out, rows, columns)
      const expected = reference.product(() => 1, reference.matrix(x, columns), null, 1, rows, columns)
      expectProduct(out, expected, rows)
    })
  })

  it('windows and their gradient are those of a plain loop', () => {
    const side = fc.integer({ min: 1, max: 9 })
    const stride = fc.integer({ min: 1, max: 3 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        side,
        stride,
        seed,
        (rows, height, width, channels, limit, step, from) => {
          arena.reset()
          const shape = { height, width, channels, size: Math.min(limit, height, width), stride: step }
          const length = windowCount(shape) * shape.size ** 2 * channels
          const images = values(from, rows * height * width * channels)
          const dWindows = values(from + 1, rows * length)
          const out = arena.take(rows * length)
          const dImages = arena.take(images.length)
          kernels.windows(arena.take(images), out, rows, shape)
          kernels.windowsBackward(arena.take(dWindows), dImages, rows, shape)
          expect(arena.damage()).toBe(0)

          const sums = new Float64Array(images.length)
          let at = 0
          for (let r = 0; r < rows; r++)
            for (let top = 0; top + shape.size <= height; top += step)
              for (let left = 0; left + shape.size <= width; left += step)
                for (let row = top; row < top + shape.size; row++)
                  for (let i = left * channels; i < (left + shape.size) * channels; i++, at++) {
                    const place = (r * height + row) * width * channels + i
                    expect(out.data[at]).toBe(images[place])
                    sums[place] += dWindows[at]
                  }
          // Each place is in at most size² windows of values up to 2.
          expectWithin(dImages.data, sums, () => shape.size ** 4 * 2 * UNIT)
        },
      ),
    )
  })

  it('sparse convolutions and their gradients have the bits of windows and products', () => {
    const side = fc.integer({ min: 1, max: 9 })
    const stride = fc.integer({ min: 1, max: 3 })
    const width = fc.integer({ min: 5, max: 21 })
    const activation = fc.constantFrom('none' as const, 'relu' as const, 'tanh' as const)
    fc.assert(
      fc.property(
        fc.tuple(side, side, side, side, side, stride, width, seed, activation),
        ([rows, height, width, channels, limit, step, filters, from, activation]) => {
          arena.reset()
          const shape = { height, width, channels, size: Math.min(limit, height, width), stride: step }
          const places = shape.size ** 2 * channels
          const all = rows * windowCount(shape)
          const images = values(from, rows * height * width * channels).map((x) => (x > 1 ? x : 0))
          const x = arena.take(images)
          const weights = arena.take(values(from + 1, places * filters))
          const bias = arena.take(values(from + 2, filters))
          const dy = arena.take(values(from + 3, all * filters))
          const out = arena.take(all * places)
          kernels.windows(x, out, rows, shape)
          const [dense, sparse] = [0, 1].map(() => arena.take(all * filters))
          kernels.linear(out, weights, bias, dense, all, places, filters, activation)
          const turned = arena.take(places * filters)
          kernels.turnWeights(weights, turned, shape, filters)
          kernels.convolveSparse(x, turned, bias, sparse, rows, shape, filters, activation)
          expect(sparse.data).toEqual(dense.data)

          const [dDense, dSparse, dTurned] = [0, 1, 2].map(() => arena.take(places * filters))
          kernels.linearBackwardWeights(out, dy, dDense, all, places, filters)
          kernels.convolveSparseBackwardWeights(x, dy, dTurned, rows, shape, filters)
          kernels.turnWeights(dSparse, dTurned, shape, filters, true)
          expect(dSparse.data).toEqual(dDense.data)
          expect(arena.damage()).toBe(0)
          expect(kernels.density(x, images.length)).toBe(images.filter((x) => x !== 0).length / images.length)
        },
      ),
    )
  })

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
        fc.property(boardShape, fc.integer({ min: 1, max: 40 }), seed, (shape, rows, from) => {
          arena.reset()
          const { height, width, channels, size } = shape
          const images = boards(from, rows, height * width * channels)
          const x = arena.take(images)
          const places = windowCount(shape)
          const most = rows * places
          const patterns = kernels.patterns(rows, shape, most)
          const all = kernels.tensor(most * size * size * channels)
          kernels.windows(x, all, rows, shape)
          const shown = (row: number, place: number) =>
            all.data
              .subarray((row * places + place) * size * size * channels)
              .subarray(0, size * size * channels)
          const known = Array.from({ length: places }, () => new Map<string, number>())
          for (let place = 0; place < places; place++)
            for (let row = 0; row < rows; row++) {
              const key = shown(row, place).join()
              if (!known[place].has(key)) known[place].set(key, row * places + place)
            }
          // Cells may be of more kinds than a window's 64 bits have room for.
          if (!kernels.findPatterns(x, rows, shape, patterns, most)) {
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
            expect(kernels.findPatterns(x, rows, shape, patterns, patterns.count - 1)).toBe(false)
          expect(kernels.findPatterns(x, rows, shape, patterns, firsts.length)).toBe(true)
          const out = arena.take(firsts.length * size * size * channels)
          kernels.patternWindows(x, patterns, out, shape)
          firsts.forEach((first, i) => {
            const window = out.data.subarray(i * size * size * channels, (i + 1) * size * size * channels)
            expect(window).toEqual(shown(Math.floor(first / places), first % places))
          })
          expect(arena.damage()).toBe(0)
        }),
      )
    })

    it.each([
      ['other numbers', 1, (images: Float32Array) => images.fill(0.5, 70, 71)],
      ['NaN', 1, (images: Float32Array) => images.fill(Number.NaN, 30, 31)],
      ['too many channels', 17, (images: Float32Array) => images],
    ])('are not looked for in images with %s', (_name, channels, change) => {
      const shape = { height: 5, width: 5, channels, size: 3, stride: 1 }
      const patterns = kernels.patterns(20, shape, 180)
      const images = arena.take(change(boards(3, 20, 25 * channels)))
      expect(kernels.findPatterns(images, 20, shape, patterns, 180)).toBe(false)
    })

    it('give the sums and gradients of windows and products', () => {
      const width = fc.integer({ min: 1, max: 37 })
      const activation = fc.constantFrom('none' as const, 'relu' as const, 'tanh' as const)
      fc.assert(
        fc.property(
          boardShape,
          width,
          width,
          seed,
          activation,
          (shape, filters, outputs, from, activation) => {
            arena.reset()
            const rows = 19
            const { height, width, channels, size } = shape
            const x = arena.take(boards(from, rows, height * width * channels))
            const places = windowCount(shape)
            const most = rows * places
            const patterns = kernels.patterns(rows, shape, most)
            fc.pre(kernels.findPatterns(x, rows, shape, patterns, most))
            const { count } = patterns
            const inputs = places * filters
            const convolutionWeights = arena.take(values(from + 1, size * size * channels * filters))
            const bias = arena.take(values(from + 2, filters))
            const weights = arena.take(values(from + 3, inputs * outputs))
            const denseBias = arena.take(values(from + 4, outputs))
            const dy = arena.take(values(from + 5, rows * outputs))

            const windows = arena.take(most * size * size * channels)
            kernels.windows(x, windows, rows, shape)
            const [convolved, dInput] = [0, 1].map(() => arena.take(rows * inputs))
            const window = size * size * channels
            kernels.linear(windows, convolutionWeights, bias, convolved, most, window, filters, 'tanh')
            const [expected, y] = [0, 1].map(() => arena.take(rows * outputs))
            kernels.linear(convolved, weights, denseBias, expected, rows, inputs, outputs, activation)
            const [expectedWeights, dWeights] = [0, 1].map(() => arena.take(inputs * outputs))
            kernels.linearBackwardWeights(convolved, dy, expectedWeights, rows, inputs, outputs)
            kernels.linearBackwardInput(dy, weights, dInput, rows, inputs, outputs)

            const shown = arena.take(count * window)
            kernels.patternWindows(x, patterns, shown, shape)
            const [own, dOwn] = [0, 1].map(() => arena.take(count * filters))
            kernels.linear(shown, convolutionWeights, bias, own, count, window, filters, 'tanh')
            const [table, dTable] = [0, 1].map(() => arena.take(count * outputs))
            kernels.patternTable(patterns, own, weights, table, filters, outputs)
            kernels.sumPatterns(patterns, table, denseBias, y, outputs, activation)
            kernels.gatherByPattern(patterns, dy, dTable, outputs)
            kernels.patternTableBackward(patterns, own, weights, dTable, dOwn, dWeights, filters, outputs)

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
                      .every((value, k) => value === windows.data[(row * places + place) * window + k]),
                )
                for (let f = 0; f < filters; f++)
                  sums[first! * filters + f] += dInput.data[(row * places + place) * filters + f]
              }
            expectWithin(dOwn.data, sums, () => 8 * (rows + outputs + 4) * 4 * rows * outputs * UNIT)
            expect(arena.damage()).toBe(0)
          },
        ),
        { numRuns: 60 },
      )
    })
  })

  describe('activations', () => {
    const kinds = ['tanh', 'relu', 'silu'] as const
    // Exponents from denormal-adjacent to overflow of exp, both signs, and the middle finely.
    const fine = Array.from({ length: 40_001 }, (_, i) => (i - 20_000) / 1000)
    const coarse = Array.from({ length: 600 }, (_, i) => 1.4 ** (i / 2 - 250) * (i % 2 === 0 ? 1 : -1))
    const inputs = Float32Array.from([...fine, ...coarse.filter((value) => Math.abs(value) < 80), 0, -0])

    it.each(kinds)('%s is accurate to a few float32 ulp', (kind) => {
      const x = arena.take(inputs)
      const y = arena.take(inputs.length)
      kernels.activate(kind, x, y, inputs.length)
      // An ulp is up to 2 units of the value.
      const expected = Array.from(inputs, reference.activations[kind])
      const ulps = { tanh: 7, relu: 0, silu: 4 }[kind]
      expectWithin(y.data, expected, (i) => 2 * ulps * UNIT * Math.abs(expected[i]) + 1e-44)
      expect(arena.damage()).toBe(0)
    })

    it.each(kinds)('the slope of %s is accurate, also in place', (kind) => {
      const x = arena.take(inputs)
      const y = arena.take(inputs.length)
      const dy = arena.take(inputs.map((_, i) => (i % 5) - 2))
      kernels.activate(kind, x, y, inputs.length)
      const upstream = dy.data.slice()
      kernels.activationBackward(kind, x, y, dy, dy, inputs.length)
      // tanh′ = 1 − y² loses digits where y nears 1: the error is relative to 1, twice that of y.
      const expected = Array.from(inputs, (value, i) => upstream[i] * reference.slopes[kind](value))
      expectWithin(dy.data, expected, (i) => 32 * UNIT * Math.abs(upstream[i]) + 1e-44)
      expect(arena.damage()).toBe(0)
    })

    it.each([
      [
        'tanh',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 9.5, -9.5],
        [1, -1, 1, -1, 1, -1],
      ],
      [
        'relu',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38],
        [Number.POSITIVE_INFINITY, 0, Math.fround(3e38), 0],
      ],
      [
        'silu',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38],
        [Number.POSITIVE_INFINITY, -0, Math.fround(3e38), -0],
      ],
    ] as const)('%s has the right limits', (kind, inputs, outputs) => {
      const x = arena.take(inputs)
      const y = arena.take(inputs.length)
      kernels.activate(kind, x, y, inputs.length)
      expect([...y.data]).toEqual(outputs)
      const dy = arena.take(inputs.map(() => 1))
      kernels.activationBackward(kind, x, y, dy, dy, inputs.length)
      const slope = kind === 'tanh' ? () => 0 : (value: number) => (value > 0 ? 1 : 0)
      expectWithin(dy.data, inputs.map(slope), () => 1e-30)
    })

    it.each(kinds)('%s never exceeds its range near saturation and keeps NaN', (kind) => {
      const x = arena.take([Number.NaN, 1, Number.NaN, 2, Number.NaN])
      const y = arena.take(5)
      kernels.activate(kind, x, y, 5)
      expect([...y.data].map(Number.isNaN)).toEqual([true, false, true, false, true])
      const dy = arena.take([1, Number.NaN, 1, 1, 1])
      kernels.activationBackward(kind, x, y, dy, dy, 5)
      const spoilt = kind === 'relu' ? [false, true, false, false, false] : [true, true, true, false, true]
      expect([...dy.data].map(Number.isNaN)).toEqual(spoilt)
    })

    it('takes any length', () => {
      forShapes((rows, columns, _, seed) => {
        const length = rows * columns
        const x = arena.take(values(seed, length))
        const y = arena.take(length)
        kernels.activate('silu', x, y, length)
        expectWithin(y.data, Array.from(x.data, reference.activations.silu), () => 16 * UNIT)
      })
    })
  })

  describe('gatherRows', () => {
    it('copies the rows that the indices name', () => {
      forShapes((rows, columns, sourceRows, seed) => {
        const source = values(seed, sourceRows * columns)
        const indices = kernels.indices(rows)
        indices.data.set(values(seed + 1, rows).map((value) => Math.floor(((value + 2) / 4) * sourceRows)))
        const destination = arena.take(rows * columns)
        kernels.gatherRows(arena.take(source), indices, destination, rows, columns)
        const expected = destination.data.map(
          (_, i) => source[indices.data[Math.floor(i / columns)] * columns + (i % columns)],
        )
        expect(destination.data).toEqual(expected)
      })
    })

    it.each([-1, 3])('rejects index %i of 3 rows', (index) => {
      const indices = kernels.indices(2)
      indices.data[1] = index
      expect(() => kernels.gatherRows(arena.take(6), indices, arena.take(4), 2, 2)).toThrow(
        `indices[1] is ${index}, source has 3 rows`,
      )
    })
  })

  describe('layerNorm', () => {
    function run(x: Float32Array, gain: Float32Array, bias: Float32Array, rows: number, columns: number) {
      const tensors = {
        x: arena.take(x),
        gain: arena.take(gain),
        bias: arena.take(bias),
        y: arena.take(rows * columns),
        mean: arena.take(rows),
        inverseStd: arena.take(rows),
      }
      const { mean, inverseStd } = tensors
      kernels.layerNorm(
        tensors.x,
        tensors.gain,
        tensors.bias,
        tensors.y,
        mean,
        inverseStd,
        rows,
        columns,
        1e-5,
      )
      return tensors
    }

    it('centres and scales each row', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns)
        const gain = values(seed + 1, columns)
        const bias = values(seed + 2, columns)
        const { y } = run(x, gain, bias, rows, columns)
        for (let i = 0; i < rows; i++) {
          const row = x.subarray(i * columns, (i + 1) * columns)
          const [mean, inverseStd] = [reference.mean(row), reference.inverseStd(row, 1e-5)]
          const expected = Array.from(row, (value, j) => (value - mean) * inverseStd * gain[j] + bias[j])
          // Cancellation in value − mean costs (columns + 4) units of |x| ≤ 2, which inverseStd then scales.
          const bound = 8 * (columns + 4) * UNIT * (1 + inverseStd)
          expectWithin(y.data.subarray(i * columns, (i + 1) * columns), expected, () => bound)
        }
      })
    })

    it('goes back as the sum of its partial derivatives', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns)
        const gain = values(seed + 1, columns)
        const forward = run(x, gain, values(seed + 2, columns), rows, columns)
        const upstream = values(seed + 3, rows * columns)
        const dy = arena.take(upstream)
        const [dGain, dBias] = [arena.take(columns), arena.take(columns)]
        const { mean, inverseStd } = forward
        kernels.layerNormBackward(
          forward.x,
          forward.gain,
          mean,
          inverseStd,
          dy,
          dy,
          dGain,
          dBias,
          rows,
          columns,
        )
        const gainGradient = new Float64Array(columns)
        const biasGradient = new Float64Array(columns)
        let largest = 0
        for (let i = 0; i < rows; i++) {
          const row = x.subarray(i * columns, (i + 1) * columns)
          const scale = reference.inverseStd(row, 1e-5)
          const centre = reference.mean(row)
          const normal = Array.from(row, (value) => (value - centre) * scale)
          const g = Array.from(row, (_, j) => upstream[i * columns + j] * gain[j])
          const meanG = reference.mean(g)
          const meanProduct = reference.mean(g.map((value, j) => value * normal[j]))
          const dx = g.map((value, j) => scale * (value - meanG - normal[j] * meanProduct))
          const bound = 16 * (columns + 8) * UNIT * scale * (1 + scale)
          expectWithin(dy.data.subarray(i * columns, (i + 1) * columns), dx, () => bound)
          for (let j = 0; j < columns; j++) {
            gainGradient[j] += upstream[i * columns + j] * normal[j]
            biasGradient[j] += upstream[i * columns + j]
          }
          largest = Math.max(largest, scale)
        }
        expectWithin(dGain.data, gainGradient, () => 16 * rows * (columns + 8) * UNIT * (1 + largest))
        expectWithin(dBias.data, biasGradient, () => 2 * rows * (rows + 2) * UNIT)
      })
    })
  })

  it('adam is PyTorch’s, over several steps and any length', () => {
    forShapes((rows, columns, _, seed) => {
      const length = rows * columns
      const p = arena.take(values(seed, length))
      const [m, v] = [arena.take(new Float32Array(length)), arena.take(new Float32Array(length))]
      const options = { learningRate: 3e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-5, gradientScale: 0.5 }
      const exact = Array.from(p.data, (value) => ({ value, m: 0, v: 0, error: 0 }))
      for (let step = 1; step <= 3; step++) {
        const gradients = values(seed + step, length)
        kernels.adam(p, arena.take(gradients), m, v, length, { ...options, step })
        exact.forEach((state, i) => {
          const g = gradients[i] * 0.5
          state.m = 0.9 * state.m + 0.1 * g
          state.v = 0.999 * state.v + 0.001 * g * g
          const root = Math.sqrt(state.v / (1 - 0.999 ** step)) + 1e-5
          state.value -= (3e-3 * state.m) / (1 - 0.9 ** step) / root
          // Rounding of the parameter, and of m (up to 1 here before division by the same root).
          state.error += 2 * UNIT * Math.abs(state.value) + (3e-3 * 8 * UNIT) / root + 8 * UNIT * 3e-3
        })
      }
      expectWithin(
        p.data,
        exact.map((state) => state.value),
        (i) => exact[i].error,
      )
      expectWithin(
        m.data,
        exact.map((state) => state.m),
        () => 8 * UNIT,
      )
      expectWithin(
        v.data,
        exact.map((state) => state.v),
        (i) => 16 * UNIT * exact[i].v,
      )
    })
  })

  it('sgd keeps a velocity', () => {
    forShapes((rows, columns, _, seed) => {
      const length = rows * columns
      const start = values(seed, length)
      const gradients = values(seed + 1, length)
      const p = arena.take(start)
      const velocity = arena.take(new Float32Array(length))
      const options = { learningRate: 0.1, momentum: 0.9, gradientScale: 0.25 }
      for (let step = 0; step < 2; step++) kernels.sgd(p, arena.take(gradients), velocity, length, options)
      const expected = Array.from(gradients, (g, i) => start[i] - 0.1 * 0.25 * g * (1 + 1.9))
      expectWithin(p.data, expected, (i) => 8 * UNIT * (Math.abs(start[i]) + Math.abs(gradients[i])))
    })
  })

  it('sumSquares sums in float64', () => {
    forShapes((rows, columns, _, seed) => {
      const x = values(seed, rows * columns)
      const expected = x.reduce((sum, value) => sum + value ** 2, 0)
      expectWithin([kernels.sumSquares(arena.take(x), x.length)], [expected], () => 1e-13 * expected)
    })
    expect(kernels.sumSquares(arena.take([3e30, 4e30]), 2)).toBe(
      Math.fround(3e30) ** 2 + Math.fround(4e30) ** 2,
    )
    expect(kernels.sumSquares(arena.take([1, Number.NaN, 1]), 3)).toBeNaN()
  })

  describe('logSoftmax', () => {
    it('normalises each row, and gives its entropy', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns).map((value) => 5 * value)
        const y = arena.take(rows * columns)
        const entropies = arena.take(rows)
        kernels.logSoftmax(arena.take(x), y, entropies, rows, columns)
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
      const y = arena.take(3)
      const entropy = arena.take(1)
      kernels.logSoftmax(arena.take([1, nothing, 1]), y, entropy, 1, 3)
      expectWithin(y.data, [-Math.LN2, Math.fround(nothing - 1), -Math.LN2], () => 1e-7)
      expect(entropy.data[0]).toBeCloseTo(Math.LN2, 6)
    })

    it('survives large scores, also in place, and keeps NaN in its row', () => {
      const x = arena.take([1e30, 0, Number.NaN, 0])
      const entropies = arena.take(2)
      kernels.logSoftmax(x, x, entropies, 2, 2)
      expect([...x.data]).toEqual([0, -Math.fround(1e30), Number.NaN, Number.NaN])
      expect([...entropies.data]).toEqual([0, Number.NaN])
    })
  })

  describe('softmaxGradient', () => {
    it('is the gradient of along·logsumexp + push·entropy', () => {
      forShapes((rows, columns, _, seed) => {
        const x = values(seed, rows * columns).map((value) => 2 * value)
        const [logs, entropies] = [arena.take(rows * columns), arena.take(rows)]
        kernels.logSoftmax(arena.take(x), logs, entropies, rows, columns)
        const [along, pushes] = [values(seed + 1, rows), values(seed + 2, rows)]
        const dx = arena.take(rows * columns)
        kernels.softmaxGradient(logs, entropies, arena.take(along), arena.take(pushes), dx, rows, columns)
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
      const [logs, entropy, dx] = [arena.take(3), arena.take(1), arena.take(3)]
      kernels.logSoftmax(arena.take([1, nothing, 1]), logs, entropy, 1, 3)
      kernels.softmaxGradient(logs, entropy, arena.take([3]), arena.take([0.5]), dx, 1, 3)
      expectWithin(dx.data, [1.5, 0, 1.5], (i) => (i === 1 ? 1e-44 : 1e-6))
    })
  })

  it('needs no more memory call after call', () => {
    const [rows, inputs, outputs] = [300, 300, 300]
    const [x, w, y] = [rows * inputs, inputs * outputs, rows * outputs].map((length) =>
      kernels.tensor(length),
    )
    const before = kernels.memory.buffer.byteLength
    for (let i = 0; i < 20; i++) {
      kernels.linear(x, w, null, y, rows, inputs, outputs, 'tanh')
      kernels.linearBackwardInput(y, w, x, rows, inputs, outputs)
      kernels.linearBackwardWeights(x, y, w, rows, inputs, outputs)
    }
    expect(kernels.memory.buffer.byteLength).toBe(before)
  })
})

describe.each(builds)('$build kernels at the end of the memory', ({ build }) => {
  /** A tensor behind whose slack the memory ends. */
  function lastTensor(kernels: Kernels, length: number): Tensor {
    const slack = 64
    const start = kernels.tensor(1).pointer + 80
    const page = 65_536
    const needed = 4 * length + 2 * slack
    const end = Math.max(Math.ceil((start + needed) / page) * page, kernels.memory.buffer.byteLength)
    kernels.tensor(Math.floor((end - start - needed) / 16) * 4)
    const tensor = kernels.tensor(length)
    expect(kernels.memory.buffer.byteLength - (tensor.pointer + 4 * length + slack)).toBeLessThan(16)
    return tensor
  }

  // A row or column too many would lie far behind the slack.
  it.each([
    [5, 300, 9],
    [2, 300, 10],
    [9, 10, 300],
    [7, 300, 300],
    [301, 5, 9],
    [3, 300, 2],
    [300, 3, 1],
  ])('a layer with %i rows, %i inputs and %i outputs reads no further', async (rows, inputs, outputs) => {
    const lengths = [rows * inputs, inputs * outputs, rows * outputs]
    for (const last of [0, 1, 2]) {
      const kernels = await loadKernels({ build })
      const tensors = lengths.map((length, i) => (i === last ? undefined : kernels.tensor(length)))
      const [x, weights, y] = tensors.map((tensor, i) => tensor ?? lastTensor(kernels, lengths[i]))
      kernels.linear(x, weights, null, y, rows, inputs, outputs, 'tanh')
      kernels.linearBackwardWeights(x, y, weights, rows, inputs, outputs)
      kernels.linearBackwardInput(y, weights, x, rows, inputs, outputs)
    }
  })
})

describe('tensors', () => {
  it('start as zeros, aligned, and stay readable when the memory grows', async () => {
    const kernels = await loadKernels({ build: 'simd' })
    const first = kernels.tensor(5)
    const view = first.view(1, 3)
    const rows = kernels.indices(3)
    first.data.set([1, 2, 3, 4, 5])
    rows.data.set([7, 8, 9])
    const last = kernels.tensor(3_000_000)
    expect(last.pointer % 16).toBe(0)
    expect([...first.data]).toEqual([1, 2, 3, 4, 5])
    expect([...view.data]).toEqual([2, 3, 4])
    expect([...rows.data]).toEqual([7, 8, 9])
    expect(last.data.every((value) => value === 0)).toBe(true)
    expect(kernels.memory.buffer.byteLength - last.pointer - 4 * last.length).toBeGreaterThanOrEqual(16)
  })

  it('are checked', async () => {
    const kernels = await loadKernels({ build: 'simd' })
    const other = await loadKernels({ build: 'simd' })
    const four = kernels.tensor(4)
    expect(() => kernels.linear(four, four, null, four, 2, 3, 1, 'none')).toThrow(
      'x has 4 values, this call needs 6',
    )
    expect(() => kernels.columnSums(four, other.tensor(2), 2, 2)).toThrow(
      'out lies in the memory of other kernels',
    )
    expect(() => kernels.sumSquares(four, Number.NaN)).toThrow('x cannot have NaN values')
    expect(() => kernels.columnSums(four, four, 0, 4)).toThrow(
      'x cannot have 0 values: every size must be 1 or more',
    )
    expect(() => four.view(2, 3)).toThrow('view of 3 values at 2 does not fit a tensor of 4')
    expect(() => kernels.tensor(1.5)).toThrow('length 1.5')
    expect(() => kernels.tensor(2 ** 31)).toThrow('no memory for a tensor of 2147483648 values')
    expect(() => kernels.tensor(-1)).toThrow('length -1')
  })
})

describe('loadKernels', () => {
  it('takes the fastest build that runs', async () => {
    expect((await loadKernels()).build).toBe(builds.at(-1)!.build)
  })

  it('names an unknown build', async () => {
    await expect(loadKernels({ build: 'scalar' as KernelBuild })).rejects.toThrow(
      "unknown kernel build 'scalar'",
    )
  })
})

it('activation names cover the codes', () => {
  const all: Activation[] = ['none', 'tanh', 'relu', 'silu']
  expect(Object.keys(reference.activations)).toEqual(all)
})
