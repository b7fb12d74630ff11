import type { Environment } from './environment.ts'

/** Makes an environment from its options; throws on an option that it does not know. */
export type EnvironmentFactory = (options: Record<string, unknown>) => Environment

/** An environment that can be made by name. */
export interface RegistryEntry {
  id: string
  /** One line for people. */
  about: string
  factory: EnvironmentFactory
  /** Loads what the factory needs; call it once before. */
  prepare?: () => Promise<void>
}
