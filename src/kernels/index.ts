// Matrix products, activations, normalisation and parameter updates in WebAssembly SIMD.

export { usableThreads } from './crew/crew.ts'
export type { Activation, AdamOptions, KernelBuild, Patterns, SgdOptions, WindowShape } from './kernels.ts'
export { Kernels, WORTH_DIVIDING, windowCount, windowsAlong } from './kernels.ts'
export { loadKernels } from './load.ts'
export { IndexTensor, Tensor } from './tensor.ts'
