import type { Config } from './config.ts'

/**
 * Whether the data of each update are of the policy that learns, as it was then. Otherwise the ratios tell how far it lies from
 * whoever acted, not how far an update has moved it.
 */
export const isOnPolicy = ({ data, behaviour: { kind } }: Pick<Config, 'data' | 'behaviour'>): boolean =>
  data === 'fresh' && (kind === 'auto' || kind === 'policy')
