export { diverged } from './diverged.ts'
export { Normaliser, RunningMoments } from './normaliser.ts'
export { Policy, type PolicySpec } from './policy.ts'
export { type StateValue, stateValue } from './tied-critic.ts'
