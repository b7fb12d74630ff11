/** The idea: an update is a gradient form and a scaling function. Pure functions; imports nothing. */
export { catalogue, type MemberName } from './catalogue.ts'
export {
  type Coordinate,
  changed,
  changedName,
  coordinatesOf,
  differences,
  isOfUpdate,
  shortPath,
  valueText,
} from './changed.ts'
export { distanceMoved, evidence, type Sample } from './evidence.ts'
export {
  type Form,
  form,
  formOf,
  forms,
  gaussianLogStdForm,
  gaussianMeanForm,
  policyShare,
} from './form.ts'
export { type Property, properties } from './properties.ts'
export { resolveScale, resolveUpdate } from './resolve.ts'
export { type ScaleFunction, scale, scaleFunction, trustFactor } from './scale.ts'
export {
  type Baseline,
  plainScale,
  type Reference,
  type Robust,
  type ScaleParams,
  type Trust,
  type UpdateSpec,
} from './spec.ts'
