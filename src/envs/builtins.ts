import { Bandit2D } from './bandits/bandit2d.ts'
import { CartPole } from './classic/cartpole.ts'
import type { Environment } from './environment.ts'
import { rejectUnknownOptions } from './options.ts'

/** Makes an environment from its options; throws on an option that it does not know. */
export type EnvironmentFactory = (options: Record<string, unknown>) => Environment

/** An environment that can be made by name. */
export interface RegistryEntry {
  id: string
  /** One line for people. */
  about: string
  factory: EnvironmentFactory
}

/** The environments that come with the library, in the order in which they are listed. */
export const builtins: readonly RegistryEntry[] = [
  {
    id: 'Bandit2D-v0',
    about: 'Contextual bandit on a square with smooth rewards and exact regret; options: actions, noise.',
    factory: (options) => new Bandit2D(options),
  },
  {
    id: 'CartPole-v1',
    about: 'Keep a pole upright on a cart by pushing left or right; at most 500 steps, a reward of 1 each.',
    factory: withoutOptions('CartPole-v1', () => new CartPole()),
  },
]

function withoutOptions(id: string, create: () => Environment): EnvironmentFactory {
  return (options) => {
    rejectUnknownOptions(id, options, [])
    return create()
  }
}
