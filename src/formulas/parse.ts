/** From the text of a formula to a tree of numbers, names and calls; nothing in it is ever run as code. */
import jsep from 'jsep'
import { type ArgumentName, argumentNames, binary, functions, unary } from './words.ts'

export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'argument'; readonly name: ArgumentName }
  /** A number with a name, which is given beside the formula. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'call'; readonly apply: (...values: number[]) => number; readonly of: readonly Tree[] }
  | { readonly kind: 'choice'; readonly test: Tree; readonly yes: Tree; readonly no: Tree }

/** Deeper ones are not written by people. */
const MAX_DEPTH = 60

/**
 * The tree of a formula.
 *
 * @throws RangeError of one line for what is no formula, with the place where it stops being one.
 */
export function parse(formula: string): Tree {
  if (formula === '') throw new RangeError('the formula is empty; write f of Δo and Δr, such as exp(Δo) * Δr')
  const { source, places } = prepared(formula)
  let tree: jsep.Expression
  try {
    tree = jsep(source)
  } catch (error) {
    const { index, description } = error as { index?: number; description?: string }
    if (index === undefined) throw error
    throw new RangeError(`the formula is not understood ${after(formula, places[index])}: ${description}`)
  }
  return read(tree as jsep.CoreExpression, 0)
}

const after = (formula: string, place = formula.length) =>
  place === 0 ? 'at its beginning' : `after "${formula.slice(Math.max(0, place - 16), place).trim()}"`

/** Signs of mathematics, as the parser knows them. */
const SIGNS: Readonly<Record<string, string>> = {
  '−': '-',
  '·': '*',
  '×': '*',
  '≤': '<=',
  '≥': '>=',
  '^': '**',
}

/**
 * The formula in the parser's own signs, and the place in the formula of each of their characters. A parenthesis that
 * groups has a plus before it: the parser's tree forgets parentheses, and −x² is not (−x)².
 */
function prepared(formula: string): { source: string; places: number[] } {
  let source = ''
  const places: number[] = []
  for (let place = 0; place < formula.length; place++) {
    const sign = formula[place]
    const groups = sign === '(' && !/[\p{L}\p{N}_)]\s*$/u.test(source)
    const written = groups ? '+(' : (SIGNS[sign] ?? sign)
    source += written
    for (const _ of written) places.push(place)
  }
  return { source, places }
}

function read(tree: jsep.CoreExpression, depth: number): Tree {
  if (depth > MAX_DEPTH)
    throw new RangeError(`the formula is more than ${MAX_DEPTH} levels deep; simplify it`)
  const below = (inner: jsep.Expression) => read(inner as jsep.CoreExpression, depth + 1)
  switch (tree.type) {
    case 'Literal':
      if (typeof tree.value === 'number' && Number.isFinite(tree.value))
        return { kind: 'number', value: tree.value }
      throw new RangeError(`the formula has ${tree.raw}; it may have numbers, names and functions only`)
    case 'Identifier':
      return named(tree.name)
    case 'UnaryExpression':
      return call(unary.get(tree.operator), tree.operator, [below(tree.argument)])
    case 'BinaryExpression': {
      const { left, right, operator } = tree
      const signed = operator === '**' && left.type === 'UnaryExpression' && left['operator'] === '-'
      if (!signed) return call(binary.get(operator), operator, [below(left), below(right)])
      const power = { ...tree, left: left['argument'] as jsep.Expression }
      return call(unary.get('-'), '-', [below(power)])
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = tree
      return { kind: 'choice', test: below(test), yes: below(consequent), no: below(alternate) }
    }
    case 'CallExpression':
      return called(tree, tree.arguments.map(below))
    default:
      throw new RangeError(
        tree.type === 'Compound'
          ? 'the formula has two expressions side by side; write * between factors, as in 2 * Δo'
          : 'the formula may have numbers, names, functions and operators only',
      )
  }
}

function call(apply: ((...values: number[]) => number) | undefined, operator: string, of: Tree[]): Tree {
  if (apply) return { kind: 'call', apply, of }
  throw new RangeError(`the formula has ${operator}, which is no operator of formulas`)
}

function called({ callee }: jsep.CallExpression, of: Tree[]): Tree {
  const name = callee.type === 'Identifier' ? String(callee['name']) : ''
  const found = functions.get(name)
  if (!found)
    throw new RangeError(
      `the formula calls ${name || 'what is no function'}; the functions are ${[...functions.keys()].join(', ')}`,
    )
  const { from, to, apply } = found
  if (of.length < from || of.length > to)
    throw new RangeError(
      `the formula gives ${name} ${of.length} numbers; it takes ${from === to ? from : `${from} to ${to}`}`,
    )
  return { kind: 'call', apply, of }
}

function named(name: string): Tree {
  const known = (Object.keys(argumentNames) as ArgumentName[]).find((one) =>
    (argumentNames[one] as readonly string[]).includes(name),
  )
  if (known) return { kind: 'argument', name: known }
  if (functions.has(name))
    throw new RangeError(`the formula names ${name} without its parentheses: ${name}(…)`)
  return { kind: 'named', name }
}
