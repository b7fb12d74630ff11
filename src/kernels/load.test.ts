import { describe, expect, it } from 'vitest'
import { type KernelBuild, loadKernels } from './index.ts'
import { builds } from './testing/builds.ts'

it('both builds run here', () => {
  expect(new Set(builds.map((kernels) => kernels.build))).toEqual(new Set(['simd', 'relaxed-simd']))
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
