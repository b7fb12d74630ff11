/** A formula's tree as a function of Δo and Δr, put together from closures. */
import type { ScaleFunction } from '../updates/index.ts'
import { guardedExp } from '../updates/scale.ts'
import type { Tree } from './parse.ts'

/** A number where it is one whatever the arguments. */
type Part = number | ScaleFunction

/** @throws RangeError for a number that the tree names and `numbers` doesn't have. */
export function compile(tree: Tree, numbers: Readonly<Record<string, number>>): ScaleFunction {
  const part = partOf(tree, numbers)
  return typeof part === 'number' ? () => part : part
}

function partOf(tree: Tree, numbers: Readonly<Record<string, number>>): Part {
  switch (tree.kind) {
    case 'number':
      return tree.value
    case 'argument':
      return argument[tree.name]
    case 'named':
      if (Object.hasOwn(numbers, tree.name)) return numbers[tree.name]
      throw new RangeError(
        `the formula names ${tree.name}, which is neither Δo, Δr, ρ nor A and has no value; give it one, as numbers: { ${tree.name}: 0.5 }`,
      )
    case 'choice': {
      const [test, yes, no] = [tree.test, tree.yes, tree.no].map((one) => asFunction(partOf(one, numbers)))
      return (o, r) => (test(o, r) !== 0 ? yes(o, r) : no(o, r))
    }
    case 'call':
      return called(
        tree.apply,
        tree.of.map((one) => partOf(one, numbers)),
      )
  }
}

const argument = {
  deltaO: (o: number) => o,
  deltaR: (_: number, r: number) => r,
  ratio: (o: number) => guardedExp(o),
}

function called(apply: (...values: number[]) => number, parts: readonly Part[]): Part {
  if (parts.every((part) => typeof part === 'number')) return apply(...(parts as number[]))
  const [x, y, z, ...rest] = parts.map(asFunction)
  if (!y) return (o, r) => apply(x(o, r))
  if (!z) return (o, r) => apply(x(o, r), y(o, r))
  return rest.length === 0
    ? (o, r) => apply(x(o, r), y(o, r), z(o, r))
    : (o, r) => apply(...[x, y, z, ...rest].map((of) => of(o, r)))
}

const asFunction = (part: Part): ScaleFunction => (typeof part === 'number' ? () => part : part)
