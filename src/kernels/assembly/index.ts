// Everything that ../operations/ calls.

export { activate, activationBackward } from './activations'
export { convolve, convolveBackwardInput, convolveBackwardWeights } from './convolution'
export { gatherRows } from './gather'
export { layerNorm, layerNormBackward } from './layer-norm'
export { linear, linearBackwardInput, linearBackwardWeights } from './linear'
export { useWideTiles } from './matmul'
export { adam, sgd } from './optimisers'
export {
  findPatterns,
  gatherByPattern,
  patternLength,
  patternTable,
  patternTableBackward,
  patternWindows,
  patternWork,
  sumPatterns,
} from './patterns'
export { add, columnSums, sumSquares } from './reductions'
export { scratchSize, useScratch } from './scratch'
export { shuffle } from './shuffle'
export { choiceGradient, logSoftmax } from './softmax'
export { countNonZero } from './sparse'
export { convolveSparse, convolveSparseBackwardWeights, turnWeights } from './sparse-convolution'

/** The first free byte of the memory: the loader allocates from here. */
export function heapBase(): usize {
  return __heap_base
}
