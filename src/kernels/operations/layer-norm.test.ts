import { describe, it } from 'vitest'
import { layerNorm, layerNormBackward } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  describe('layerNorm', () => {
    function run(x: Float32Array, gain: Float32Array, bias: Float32Array, rows: number, columns: number) {
      const tensors = {
        x: memory.take(x),
        gain: memory.take(gain),
        bias: memory.take(bias),
        y: memory.take(rows * columns),
        mean: memory.take(rows),
        inverseStd: memory.take(rows),
      }
      const { mean, inverseStd } = tensors
      layerNorm(
        kernels,
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
        const dy = memory.take(upstream)
        const [dGain, dBias] = [memory.take(columns), memory.take(columns)]
        const { mean, inverseStd } = forward
        layerNormBackward(
          kernels,
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
})
