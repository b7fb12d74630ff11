import type { Config } from './config.ts'

/** Environment steps of one update. */
export const updateSteps = ({ numEnvs, rolloutSteps }: Pick<Config, 'numEnvs' | 'rolloutSteps'>) =>
  numEnvs * rolloutSteps

/** Environment steps that a run comes to: as many whole updates as `totalSteps` takes. */
export const plannedSteps = (config: Pick<Config, 'numEnvs' | 'rolloutSteps' | 'totalSteps'>) =>
  Math.ceil(config.totalSteps / updateSteps(config)) * updateSteps(config)
