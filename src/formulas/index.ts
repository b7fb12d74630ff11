/** An f that is typed as a formula: text, which is parsed and put together from closures, and never run as code. */
import { isFormula, type ScaleFunction, type Update } from '../updates/index.ts'
import { compile } from './compile.ts'
import { parse, type Tree } from './parse.ts'
import { functions } from './words.ts'

export const functionNames: readonly string[] = [...functions.keys()]

/**
 * f of an update whose f is a formula; undefined of any other.
 *
 * @throws RangeError of one line, which begins with `update.scale.formula`, for what is no formula.
 */
export function formulaScale(update: Update): ScaleFunction | undefined {
  if (!isFormula(update)) return undefined
  const { formula, numbers } = update.scale
  return named(() => compile(parse(formula), numbers))
}

/**
 * The numbers that a formula calls by name, in the order in which it first does.
 *
 * @throws RangeError of one line for what is no formula.
 */
export function numbersIn(formula: string): string[] {
  return [...new Set(namesIn(named(() => parse(formula))))]
}

/** Longer names are no file names. */
const MAX_NAME = 60

/** What an update with this f is called: the formula itself, so that nobody takes one for another. */
export function formulaName(formula: string): string {
  const whole = `f=${formula.replace(/\s+/g, '')}`
  return whole.length <= MAX_NAME ? whole : `${whole.slice(0, MAX_NAME - 9)}…${checksum(whole)}`
}

/** FNV-1a of the characters, in hexadecimal digits. */
function checksum(text: string): string {
  let sum = 0x811c9dc5
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) as number), 0x01000193)
  return (sum >>> 0).toString(16).padStart(8, '0')
}

function namesIn(tree: Tree): string[] {
  switch (tree.kind) {
    case 'named':
      return [tree.name]
    case 'call':
      return tree.of.flatMap(namesIn)
    case 'choice':
      return [tree.test, tree.yes, tree.no].flatMap(namesIn)
    default:
      return []
  }
}

function named<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RangeError(`update.scale.formula: ${error.message}`)
  }
}
