/** The zoo: a trained policy for each built-in environment, a module each, which is loaded when its policy is. */
import type { ZooEntry } from './entry.ts'
import { policies } from './manifest.ts'
import type { StoredPolicy } from './stored.ts'

export type { ZooEntry } from './entry.ts'
export type { StoredPolicy } from './stored.ts'

/** What the zoo's policies are, by the environments that they play. */
export const zooEntries: Readonly<Record<string, ZooEntry>> = Object.fromEntries(
  Object.entries(policies).map(([env, { entry }]) => [env, entry]),
)

/**
 * A trained policy, for `loadPolicy`.
 *
 * @param env the environment that it plays.
 * @throws Error that lists the environments which the zoo has a policy for.
 */
export function zoo(env: string): StoredPolicy {
  if (!Object.hasOwn(policies, env))
    throw new Error(`the zoo has no policy for ${env}; it has them for ${Object.keys(policies).join(', ')}`)
  const { load } = policies[env]
  return { arrayBuffer: async () => (await load()).default.arrayBuffer() }
}
