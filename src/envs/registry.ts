import { nearest } from '../nearest.ts'
import { builtins } from './builtins.ts'
import type { Environment } from './environment.ts'
import { shown } from './invalid.ts'
import type { EnvironmentFactory, RegistryEntry } from './registry-entry.ts'

/** Begins the ids of environments in Python; what follows is Gymnasium's own id. */
export const GYMNASIUM = 'gymnasium:'

/** What begins the options in an id. */
const OPTIONS = '?'

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
 * A new environment. The id may carry options as a URL does, `Garnet-v0?states=30&mdpSeed=2`; those of `options` come
 * on top.
 *
 * @throws Error on an unknown id, with the nearest one, on an option that the environment does not know, and where
 *   `await prepare(id)` was needed first.
 */
export function make(id: string, options: Record<string, unknown> = {}): Environment {
  return find(id).factory({ ...optionsIn(id), ...options })
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
  const [name] = id.split(OPTIONS, 1)
  const entry = table.get(name)
  if (entry !== undefined) return entry
  if (id.startsWith(GYMNASIUM))
    throw new Error(
      `${id} runs in Python, and can't be made as one object here; use train({ env: '${id}' }), evaluate(policy, '${id}') or the command line`,
    )
  throw new Error(
    `unknown environment ${name}; did you mean ${nearest(name, list())}? "formscale envs" lists all of them`,
  )
}

/** The options in an id: JSON where a value parses as such, else text. */
function optionsIn(id: string): Record<string, unknown> {
  const query = id.slice(id.indexOf(OPTIONS) + 1)
  if (query === id) return {}
  return Object.fromEntries(
    Array.from(new URLSearchParams(query), ([name, text]) => [name, parseValue(text)]),
  )
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
