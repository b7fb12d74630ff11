import { shown } from './invalid.ts'

/** Most numbers or choices of a space: policies have an output for each. */
const MOST = 10_000_000

type Fields = Readonly<Record<string, unknown>>

/**
 * Looks over a space that an environment has, which may be anything.
 *
 * @param name of the environment and which space of its it is, for the error.
 * @throws Error of one line that says what is wrong and what a space has.
 */
export function checkSpace(name: string, space: unknown): void {
  const problem = problemOf(space)
  if (problem !== undefined) throw new Error(`${name} ${problem}`)
}

function problemOf(space: unknown): string | undefined {
  if (typeof space !== 'object' || space === null)
    return `is ${shown(space)}; make one with box, discrete, multiDiscrete or multiBinary`
  const fields = space as Fields
  switch (fields['kind']) {
    case 'discrete':
    case 'multiBinary':
      return countProblem('n', fields['n'])
    case 'multiDiscrete':
      return nvecProblem(fields['nvec'])
    case 'box':
      return boxProblem(fields)
    default:
      return `has the kind ${shown(fields['kind'])}; it must be box, discrete, multiDiscrete or multiBinary, so flatten dictionaries and tuples into one box`
  }
}

function countProblem(name: string, value: unknown): string | undefined {
  if (!Number.isInteger(value) || (value as number) < 1)
    return `has ${name} = ${shown(value)}; it must be a whole number from 1`
  return (value as number) > MOST
    ? `has ${name} = ${value}; more than ${MOST} don't fit a network`
    : undefined
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)

function nvecProblem(nvec: unknown): string | undefined {
  if (!isList(nvec) || nvec.length === 0)
    return `has nvec = ${shown(nvec)}; it must be a list of at least one count`
  return Array.from(nvec, (n) => countProblem('an entry of nvec', n)).find((problem) => problem !== undefined)
}

function boxProblem({ shape, low, high }: Fields): string | undefined {
  if (!isList(shape)) return `has the shape ${shown(shape)}; it must be a list of lengths`
  const lengths = Array.from(shape, (length) => countProblem('a length of its shape', length))
  const wrong = lengths.find((problem) => problem !== undefined)
  if (wrong !== undefined) return wrong
  const size = Array.from(shape as ArrayLike<number>).reduce((product, length) => product * length, 1)
  if (size > MOST)
    return `has ${size} values, shape [${Array.from(shape)}]; more than ${MOST} don't fit a network`
  return boundsProblem(size, low, high)
}

function boundsProblem(size: number, low: unknown, high: unknown): string | undefined {
  for (const [name, bound] of Object.entries({ low, high }))
    if (!isList(bound) || bound.length !== size)
      return `has ${name} = ${shown(bound)}; its shape needs a list of ${size}`
  const [lows, highs] = [low as ArrayLike<unknown>, high as ArrayLike<unknown>]
  for (let i = 0; i < size; i++)
    if (!((lows[i] as number) <= (highs[i] as number)))
      return `has low[${i}] = ${shown(lows[i])} and high[${i}] = ${shown(highs[i])}; low ≤ high is needed`
  return undefined
}
