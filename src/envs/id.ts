/** Ids of environments: a name, and after a question mark options and wrappers, as a URL has them. */
import { isCodeFile } from '../is-code-file.ts'
import { isWrapperName, type WrapperCall, wrapperCall, wrappersById } from './wrappers/by-id.ts'

/** What begins the options in an id. */
export const OPTIONS = '?'

/** The id without options and wrappers: `CartPole-v1`, `./my-env.ts`. */
export const nameIn = (id: string) => id.split(OPTIONS, 1)[0]

/** What an id names as code: of `./my-env.ts?frameStack=4` the file, of other ids the whole. */
export const codeIn = (id: string) => (isCodeFile(nameIn(id)) ? nameIn(id) : id)

/** Whether an episode's return is that of the environment as its name alone gives it, as far as wrappers go. */
export const hasOwnReturns = (id: string) =>
  Object.keys(optionsIn(id)).every((name) => !isWrapperName(name) || !wrappersById[name].changesReturns)

/** What an id says. */
export interface IdParts {
  readonly name: string
  /** What goes to the environment itself. */
  readonly options: Record<string, unknown>
  /** What goes around it, the innermost first, as they are written. */
  readonly wrappers: readonly WrapperCall[]
}

/**
 * @param more options and wrappers that come on top.
 * @throws Error, naming the wrapper, for a value that it doesn't take.
 */
export function partsOf(id: string, more: Record<string, unknown> = {}): IdParts {
  const name = nameIn(id)
  const options: Record<string, unknown> = {}
  const wrappers: WrapperCall[] = []
  for (const [key, value] of Object.entries({ ...optionsIn(id), ...more }))
    if (isWrapperName(key)) wrappers.push(wrapperCall(name, key, value))
    else options[key] = value
  return { name, options, wrappers }
}

/** JSON where a value parses as such, else text. */
function optionsIn(id: string): Record<string, unknown> {
  const query = id.slice(nameIn(id).length + OPTIONS.length)
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
