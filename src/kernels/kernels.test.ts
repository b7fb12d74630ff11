import { describe, expect, it } from 'vitest'
import {
  type Kernels,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
  type Tensor,
} from './index.ts'
import { builds, describeBuilds } from './testing/builds.ts'

describeBuilds(({ kernels }) => {
  it('needs no more memory call after call', () => {
    const [rows, inputs, outputs] = [300, 300, 300]
    const [x, w, y] = [rows * inputs, inputs * outputs, rows * outputs].map((length) =>
      kernels.tensor(length),
    )
    const before = kernels.memory.buffer.byteLength
    for (let i = 0; i < 20; i++) {
      linear(kernels, x, w, null, y, rows, inputs, outputs, 'tanh')
      linearBackwardInput(kernels, y, w, x, rows, inputs, outputs)
      linearBackwardWeights(kernels, x, y, w, rows, inputs, outputs)
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
      linear(kernels, x, weights, null, y, rows, inputs, outputs, 'tanh')
      linearBackwardWeights(kernels, x, y, weights, rows, inputs, outputs)
      linearBackwardInput(kernels, y, weights, x, rows, inputs, outputs)
    }
  })
})
