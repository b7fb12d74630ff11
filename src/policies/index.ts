export { adopt } from './adopt.ts'
export { diverged } from './diverged.ts'
export {
  type FeatureColumn,
  FeatureEncoder,
  type Features,
  flattened,
  numberOf,
  type RawRow,
  type RawValue,
  textOf,
} from './features.ts'
export { type ForeignFormat, importPolicy, type Spaces } from './import/import-policy.ts'
export { infinityAsText, parsedHeader } from './infinity.ts'
export { loadPolicy, readPolicy } from './load.ts'
export { compareOnnx, type OnnxRuntime } from './onnx/compare.ts'
export { toOnnx } from './onnx/to-onnx.ts'
export { blocksOf, type Decision, Policy } from './policy.ts'
export type { PolicySpec } from './spec.ts'
export { learnedTensors, normaliserCounts, requireRoom, restoreLearned, takeTensor } from './state.ts'
export type { StateValue } from './tied-critic.ts'
