// Matrix products, activations, normalisation and parameter updates in WebAssembly SIMD.

export type { Activation, AdamOptions, KernelBuild, SgdOptions, WindowShape } from './kernels.ts'
export { Kernels, windowCount, windowsAlong } from './kernels.ts'
export { loadKernels } from './load.ts'
export { IndexTensor, Tensor } from './tensor.ts'
