// Matrix products, activations, normalisation and parameter updates in WebAssembly SIMD.

export { type KernelBuild, Kernels, MIN_DIVIDED_MULTIPLICATIONS } from './kernels.ts'
export { loadKernels } from './load.ts'
export * from './operations/index.ts'
export type { IndexTensor, Tensor } from './tensor.ts'
export { usableThreads } from './threads/thread-pool.ts'
