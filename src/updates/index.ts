/** The idea: an update is a gradient form and a scaling function. Pure functions; imports no folder but schedules. */
export { catalogue, type MemberName } from './catalogue.ts'
export {
  type Coordinate,
  changed,
  changedName,
  changeWords,
  coordinatesOf,
  differences,
  isOfUpdate,
  shortPath,
  valueText,
} from './changed.ts'
export { checkUpdate, type PropertyVerdict } from './check.ts'
export {
  type Form,
  form,
  formOf,
  forms,
  gaussianLogStdForm,
  gaussianMeanForm,
  policyShare,
} from './form.ts'
export { pointOf, scaleOf, withoutOwn } from './own.ts'
export { parameters, temperature } from './parameters.ts'
export { isPerSign, ofSign, type Parameter, type Parameters, type PerSign, type Sign, signs } from './part.ts'
export { type Property, properties } from './properties.ts'
export {
  deltaO,
  deltaR,
  logMeanExp,
  logNormaliser,
  pushOf,
  type Sample,
  valueError,
} from './reading.ts'
export { resolveAnyUpdate, resolveScale, resolveUpdate } from './resolve.ts'
export { type Robust, robusts, robustWith } from './robust/index.ts'
export { scale, scaleFunction } from './scale.ts'
export { updateAtStep } from './scheduled.ts'
export {
  type Baseline,
  type CodeUpdate,
  type FormulaScale,
  type FormulaUpdate,
  isCode,
  isFormula,
  isOwn,
  type OwnUpdate,
  plainScale,
  type Reference,
  type ScaleFunction,
  type ScaleParams,
  type ScheduledUpdate,
  type Update,
  type UpdateInput,
  type UpdateSpec,
} from './spec.ts'
export { numberText, robustText, trustCases, trustCasesOfZ, trustText, weightCases } from './text.ts'
export { ratioRange, type Trust, trustFor, trusts } from './trust/index.ts'
