import { describe, expect, it } from 'vitest'
import { linear, linearBackwardInput, linearBackwardWeights } from '../index.ts'
import { builds, describeBuilds } from '../testing/builds.ts'
import { GuardedMemory } from '../testing/guarded-memory.ts'
import * as reference from '../testing/reference.ts'
import { expectProduct, expectWithin, UNIT, values } from '../testing/values.ts'

describe('plain SIMD', () => {
  const kernels = builds.filter(({ build }) => build === 'simd')

  // So often that the engine compiles for speed, which is when it joins vectors.
  it.each(kernels)('multiplies to the bits of float32 sums in order, wide tiles: $wide', (kernels) => {
    const memory = new GuardedMemory(kernels, 1 << 14)
    const shapes = [
      [64, 64, 64],
      [22, 37, 40],
      [9, 300, 17],
    ]
    for (let round = 0; round < 40; round++)
      for (const [rows, inputs, outputs] of shapes) {
        memory.reset()
        const x = values(round, rows * inputs)
        const weights = values(round + 1, inputs * outputs)
        const bias = values(round + 2, outputs)
        const y = memory.take(rows * outputs)
        linear(
          kernels,
          memory.take(x),
          memory.take(weights),
          memory.take(bias),
          y,
          rows,
          inputs,
          outputs,
          'none',
        )
        expect(y.data).toEqual(reference.inOrder(x, weights, bias, rows, inputs, outputs))
      }
  })
})

describeBuilds(({ kernels, memory, forShapes }) => {
  describe('linear', () => {
    it.each(['none', 'tanh', 'relu'] as const)('is %s(x·weights + bias)', (activation) => {
      forShapes((rows, inputs, outputs, seed) => {
        const x = values(seed, rows * inputs)
        const weights = values(seed + 1, inputs * outputs)
        const bias = values(seed + 2, outputs)
        const y = memory.take(rows * outputs)
        linear(
          kernels,
          memory.take(x),
          memory.take(weights),
          memory.take(bias),
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
        const y = memory.take(rows * outputs)
        linear(kernels, memory.take(x), memory.take(weights), null, y, rows, inputs, outputs, 'none')
        const a = reference.matrix(x, inputs)
        const b = reference.matrix(weights, outputs)
        expectProduct(y, reference.product(a, b, null, rows, inputs, outputs), inputs)
      })
    })

    it('gives a row the same bits whatever rows surround it', () => {
      // A rollout with few environments must agree with the update that reads its rows in a large batch.
      forShapes((rows, inputs, outputs, seed) => {
        const x = memory.take(values(seed, rows * inputs))
        const weights = memory.take(values(seed + 1, inputs * outputs))
        const bias = memory.take(values(seed + 2, outputs))
        const y = memory.take(rows * outputs)
        const single = memory.take(outputs)
        linear(kernels, x, weights, bias, y, rows, inputs, outputs, 'tanh')
        const row = rows >> 1
        linear(kernels, x.view(row * inputs, inputs), weights, bias, single, 1, inputs, outputs, 'tanh')
        expect(single.data).toEqual(y.data.slice(row * outputs, (row + 1) * outputs))
      })
    })

    it('spoils exactly the row that holds a NaN', () => {
      forShapes((rows, inputs, outputs, seed) => {
        const x = values(seed, rows * inputs)
        const spoilt = rows >> 1
        x[spoilt * inputs + (inputs >> 1)] = Number.NaN
        const y = memory.take(rows * outputs)
        const weights = memory.take(values(seed + 1, inputs * outputs))
        linear(kernels, memory.take(x), weights, null, y, rows, inputs, outputs, 'relu')
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
        const y = memory.take(rows * outputs)
        const x = memory.take(values(seed + 1, rows * inputs))
        linear(kernels, x, memory.take(weights), null, y, rows, inputs, outputs, 'tanh')
        const wrong = y.data.findIndex((value, i) => Number.isNaN(value) !== (i % outputs === spoilt))
        expect(wrong).toBe(-1)
      })
    })
  })

  it('linearBackwardInput is dy·weightsᵀ', () => {
    forShapes((rows, inputs, outputs, seed) => {
      const dy = values(seed, rows * outputs)
      const weights = values(seed + 1, inputs * outputs)
      const dx = memory.take(rows * inputs)
      linearBackwardInput(kernels, memory.take(dy), memory.take(weights), dx, rows, inputs, outputs)
      const a = reference.matrix(dy, outputs)
      const b = reference.transposed(weights, outputs)
      expectProduct(dx, reference.product(a, b, null, rows, outputs, inputs), outputs)
    })
  })

  it('linearBackwardWeights is xᵀ·dy', () => {
    forShapes((rows, inputs, outputs, seed) => {
      const x = values(seed, rows * inputs)
      const dy = values(seed + 1, rows * outputs)
      const dWeights = memory.take(inputs * outputs)
      linearBackwardWeights(kernels, memory.take(x), memory.take(dy), dWeights, rows, inputs, outputs)
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
    const weights = memory.take(values(3, inputs * outputs))
    const bias = memory.take(values(4, outputs))
    const [y, whole] = [memory.take(rows * outputs), memory.take((16 + rows) * outputs)]
    const both = memory.take([...dense, ...sparse])
    const x = memory.take(sparse)
    for (const start of [bias, null]) {
      linear(kernels, x, weights, start, y, rows, inputs, outputs, 'tanh')
      linear(kernels, both, weights, start, whole, 16 + rows, inputs, outputs, 'tanh')
      expect(Array.from(y.data)).toEqual(Array.from(whole.data.subarray(16 * outputs)))
    }
    const dy = values(5, rows * outputs)
    const [gradient, expected] = [memory.take(inputs * outputs), memory.take(inputs * outputs)]
    linearBackwardWeights(kernels, x, memory.take(dy), gradient, rows, inputs, outputs)
    const padded = memory.take([...new Float32Array(16 * outputs), ...dy])
    linearBackwardWeights(kernels, both, padded, expected, 16 + rows, inputs, outputs)
    // Adding 0 makes −0, which the longer sum may leave, equal to 0.
    expect(Array.from(gradient.data, (g) => g + 0)).toEqual(Array.from(expected.data, (g) => g + 0))
  })
})
