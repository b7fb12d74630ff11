import { expect, it } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { GENERATOR_WORDS, shuffle } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'

describeBuilds(({ kernels }) => {
  it('gives the order that the generator itself gives, and leaves it where that leaves it', () => {
    const [plain, kernel] = [Pcg64.fromSeed(5), Pcg64.fromSeed(5)]
    const words = kernels.indices(GENERATOR_WORDS)
    for (const count of [1, 2, 3, 7, 128, 1000, 4096, 50_000]) {
      const values = Int32Array.from({ length: count }, (_, i) => i)
      const indices = kernels.indices(count + 2)
      indices.data.set(values)
      indices.data.fill(-7, count)
      plain.shuffle(values)
      shuffle(kernels, kernel, indices, count, words)
      expect(indices.data.subarray(0, count)).toEqual(values)
      expect([...indices.data.subarray(count)]).toEqual([-7, -7])
      expect(kernel.getState()).toEqual(plain.getState())
    }
  })

  it('refuses more indices than there are', () => {
    expect(() =>
      shuffle(kernels, Pcg64.fromSeed(1), kernels.indices(3), 4, kernels.indices(GENERATOR_WORDS)),
    ).toThrow('indices has 3 values, this call needs 4')
  })
})
