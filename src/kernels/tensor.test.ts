import { describe, expect, it } from 'vitest'
import { columnSums, linear, loadKernels, sumSquares } from './index.ts'

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
    expect(() => linear(kernels, four, four, null, four, 2, 3, 1, 'none')).toThrow(
      'x has 4 values, this call needs 6',
    )
    expect(() => columnSums(kernels, four, other.tensor(2), 2, 2)).toThrow(
      'out lies in the memory of other kernels',
    )
    expect(() => sumSquares(kernels, four, Number.NaN)).toThrow('x cannot have NaN values')
    expect(() => columnSums(kernels, four, four, 0, 4)).toThrow(
      'x cannot have 0 values: every size must be 1 or more',
    )
    expect(() => four.view(2, 3)).toThrow('view of 3 values at 2 does not fit a tensor of 4')
    expect(() => kernels.tensor(1.5)).toThrow('length 1.5')
    expect(() => kernels.tensor(2 ** 31)).toThrow('no memory for a tensor of 2147483648 values')
    expect(() => kernels.tensor(-1)).toThrow('length -1')
  })
})
