import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { builtins } from './builtins.ts'
import type { Environment } from './environment.ts'
import { nameIn, OPTIONS, partsOf } from './id.ts'
import { shown } from './invalid.ts'
import type { EnvironmentFactory, RegistryEntry } from './registry-entry.ts'
import { wrapped } from './wrappers/by-id.ts'

/** Begins the ids of environments in Python; what follows is Gymnasium's own id. */
export const GYMNASIUM = 'gymnasium:'

const table = new Map<string, RegistryEntry>(builtins.map((entry) => [entry.id, entry]))

/**
 * Loads what an environment needs before it can be made: MuJoCo for those on it, nothing for the others.
 *
 * @throws Error on an unknown id.
 */
export async function prepare(id: string): Promise<void> {
  await find(id).prepare?.()
}

/**
 * A new environment. The id may carry options and wrappers as a URL does, `Garnet-v0?states=30&maxEpisodeSteps=50`; those
 * of `options` come on top. Wrappers go around the environment in the order in which they are written.
 *
 * @throws Error on an unknown id, with the nearest one, on an option that the environment does not know, and where
 *   `await prepare(id)` was needed first.
 */
export function make(id: string, options: Record<string, unknown> = {}): Environment {
  const { factory } = find(id)
  const parts = partsOf(id, options)
  const env = factory(parts.options)
  try {
    return wrapped(env, parts.wrappers)
  } catch (error) {
    env.close?.()
    throw error
  }
}

/** The ids of all environments, in the order in which they were registered. */
export function list(): string[] {
  return [...table.keys()]
}

/**
 * One line for people about an environment; may be empty.
 *
 * @throws Error on an unknown id.
 */
export function about(id: string): string {
  return find(id).about
}

/**
 * Adds an environment, so that `make(id, options)` gives `factory(options)`; `prepare` is what `prepare(id)` then
 * awaits.
 *
 * @throws Error if the id is taken, empty, or has a question mark.
 */
export function register(
  id: string,
  factory: EnvironmentFactory,
  about = '',
  prepare?: () => Promise<void>,
): void {
  if (typeof id !== 'string') throw new Error(`register: the id is ${shown(id)}; give the environment a name`)
  if (id === '') throw new Error('register: the id is empty; give the environment a name')
  if (id.includes(OPTIONS))
    throw new Error(`register: the id ${id} has a ?, which begins options; leave it out`)
  if (id.startsWith(GYMNASIUM))
    throw new Error(`register: the id ${id} is Python's, as every ${GYMNASIUM}…; choose another one`)
  if (typeof factory !== 'function')
    throw new Error(`register: the factory of ${id} is ${shown(factory)}; give a function that makes one`)
  if (table.has(id)) throw new Error(`register: the id ${id} is taken; choose another one`)
  table.set(id, { id, about, factory, ...(prepare && { prepare }) })
}

function find(id: string): RegistryEntry {
  if (typeof id !== 'string')
    throw new Error(`an environment's id is a string such as CartPole-v1, got ${shown(id)}`)
  const name = nameIn(id)
  const entry = table.get(name)
  if (entry !== undefined) return entry
  if (id.startsWith(GYMNASIUM)) {
    const text = printable(id)
    throw new Error(
      `${text} runs in Python, and can't be made as one object here; use train({ env: '${text}' }), evaluate(policy, '${text}') or the command line`,
    )
  }
  throw new Error(
    `unknown environment ${printable(name)}; did you mean ${nearest(name, list())}? "formscale envs" lists all of them`,
  )
}
