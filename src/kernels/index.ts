// Matrix products, activations, normalisation and parameter updates in WebAssembly SIMD.

export type { Activation, AdamOptions, KernelBuild, Patterns, SgdOptions, WindowShape } from './kernels.ts'
export { Kernels, MIN_DIVIDED_MULTIPLICATIONS, windowCount, windowsAlong } from './kernels.ts'
export { loadKernels } from './load.ts'
export type { IndexTensor, Tensor } from './tensor.ts'
export { usableThreads } from './threads/thread-pool.ts'
