export { type Activation, activate, activationBackward } from './activations.ts'
export {
  convolve,
  convolveBackwardInput,
  convolveBackwardWeights,
  type WindowShape,
  windowCount,
  windowsAlong,
} from './convolution.ts'
export { gatherRows } from './gather.ts'
export { layerNorm, layerNormBackward } from './layer-norm.ts'
export { linear, linearBackwardInput, linearBackwardWeights } from './linear.ts'
export { adam, integerPower, sgd } from './optimisers.ts'
export {
  allocatePatterns,
  findPatterns,
  gatherByPattern,
  type Patterns,
  patternTable,
  patternTableBackward,
  patternWindows,
  sumPatterns,
} from './patterns.ts'
export { add, columnSums, sumSquares } from './reductions.ts'
export { GENERATOR_WORDS, shuffle } from './shuffle.ts'
export { choiceGradient, logSoftmax } from './softmax.ts'
export {
  convolveSparse,
  convolveSparseBackwardWeights,
  density,
  turnWeights,
} from './sparse-convolution.ts'
