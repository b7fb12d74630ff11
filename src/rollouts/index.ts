export { Collector, type CollectorState, type Episode } from './collect.ts'
export {
  createEnvironments,
  type EnvironmentSource,
  makerOf,
  requireEnvironment,
} from './create-environments.ts'
export { Enumerator } from './enumerate.ts'
export { LocalEnvironments } from './local-environments.ts'
export { explainedVariance, generalisedAdvantages } from './returns.ts'
export { Rollout } from './rollout.ts'
export type { VectorEnvironment, VectorState } from './vector-environment.ts'
