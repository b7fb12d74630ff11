/** What zod found wrong, as one line that names the field, what was given and what it may be. */
import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { keysAt } from './list.ts'
import { valueAt } from './paths.ts'

/** A setting that is wrong, and where it stands in the settings. */
export class SettingError extends Error {
  /** `['optimiser', 'learningRate']`. */
  readonly path: readonly (string | number)[]

  constructor(message: string, path: readonly (string | number)[]) {
    super(message)
    this.path = path
  }
}

export interface Problem {
  /** Where it stands: `['optimiser', 'learningRate']`, `['updates', 2, 'base']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What the fields are called. */
export interface Words {
  /** `setting`, `key`. */
  readonly field: string
  /** What all of them are: `the settings`. */
  readonly whole: string
  /** What an unknown key means here, if that is known: `minibatches, their number`. */
  readonly meant?: (path: string) => string | undefined
}

/** The first thing that is wrong. A key misspelled is also a key missing; the first is the better hint. */
export function problemOf(error: z.ZodError, input: unknown, schema: z.ZodType, words: Words): Problem {
  const { issues } = error
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...issue.path, ...key].map((step) => (typeof step === 'number' ? step : String(step)))
  return { path, message: messageOf(issue, input, schema, words) }
}

function messageOf(issue: z.core.$ZodIssue, input: unknown, schema: z.ZodType, words: Words): string {
  if (issue.code === 'custom')
    return issue.params?.['followsName'] ? `${shownPath(issue.path)} ${issue.message}` : issue.message
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys
    const named = (last: string) => shownPath([...issue.path, last])
    const meant = words.meant?.([...issue.path, key].join('.'))
    if (meant !== undefined) return `unknown ${words.field} '${named(key)}'; here it is ${meant}`
    const near = nearest(key, keysAt(schema, issue.path))
    return `unknown ${words.field} '${named(key)}'${near === undefined ? '' : `; did you mean ${named(near)}?`}`
  }
  const path = shownPath(issue.path) || words.whole
  return `${path} is ${show(valueAt(input, issue.path))}; it must be ${wanted(issue, words)}`
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  return cut(typeof value === 'number' ? String(value) : JSON.stringify(value))
}

const shownPath = (path: readonly PropertyKey[]) => cut(path.map(String).join('.'))

/** Names and values may come from damaged files: long ones are cut, and what is no text is escaped. */
const cut = (text: string) => printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/** Characters of a name or a value that an error repeats. */
const LONGEST = 200

/** What the schema wants there, in words that follow "it must be". */
export function wanted(issue: z.core.$ZodIssue, words: Words = { field: 'field', whole: 'all' }): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeText(issue.expected, words)
    case 'invalid_value':
      return issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.join(', ')}`
    case 'invalid_union':
      return issue.errors.map(([first]) => wanted(first, words)).join(', or ')
    case 'too_small':
      return `${sized(issue.origin)}${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
    case 'too_big':
      return `${sized(issue.origin)}${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
    default:
      return `valid: ${issue.message}`
  }
}

function typeText(expected: string, { field }: Words): string {
  const types: Readonly<Record<string, string>> = {
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    string: 'text',
    array: 'a list',
    object: `a group of ${field}s`,
    record: `a group of ${field}s`,
    nonoptional: 'there',
  }
  return types[expected] ?? expected
}

/** What a bound is of, where it isn't the value itself. */
const sized = (origin: string) =>
  origin === 'array' ? 'a list of ' : origin === 'string' ? 'text of a length of ' : ''
