/** What a link says that its page can't show: where it came from an older version, or was typed or cut off. */
import { nearest } from '../src/nearest.ts'
import type { Query } from './place.ts'

/** What is wrong with the text of a key; nothing where all is well. */
export type Check = (text: string) => readonly string[]

/** Of each key that a page reads. */
export type LinkChecks = Readonly<Record<string, Check>>

export const anything: Check = () => []

export const oneOf =
  (choices: readonly string[]): Check =>
  (text) =>
    choices.includes(text) ? [] : [`it must be ${choices.join(' or ')}`]

/** So many numbers with commas between them, each in a range. */
export const numbers =
  (count: number, low: number, high: number): Check =>
  (text) => {
    const values = text.split(',')
    const fits = (value: string) => value.trim() !== '' && Number(value) >= low && Number(value) <= high
    if (values.length === count && values.every(fits)) return []
    return [`it must be ${count === 1 ? 'a number' : `${count} numbers`} from ${low} to ${high}`]
  }

export const wholeNumber =
  (low: number, high: number): Check =>
  (text) => {
    const value = Number(text)
    return text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high
      ? []
      : [`it must be a whole number from ${low} to ${high}`]
  }

/** One of many names, of which the nearest is told. */
export const named =
  (names: readonly string[]): Check =>
  (text) =>
    names.includes(text) ? [] : [`did you mean ${nearest(text, names)}?`]

/** What is wrong with a page's query, each as a sentence that names the key, what was given and what it may be. */
export function problemsIn(query: Query, checks: LinkChecks): string[] {
  return Object.entries(query).flatMap(([key, text]) => {
    if (!Object.hasOwn(checks, key))
      return [`there is nothing called '${key}' here; did you mean ${nearest(key, Object.keys(checks))}?`]
    return checks[key](text).map((problem) => `${key} is '${text}'; ${problem}`)
  })
}
