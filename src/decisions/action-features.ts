import { flattened, numberOf, type RawRow, type RawValue, textOf } from '../policies/index.ts'

/** Actions by their names, and what is known of each. */
export interface ActionTable {
  readonly names: readonly string[]
  /** [actions × features]: numbers standardised over the actions, categories one-hot. */
  readonly features: readonly (readonly number[])[]
}

/**
 * Reads features of actions, a row an action.
 *
 * @param column of the action's name.
 * @throws Error of one line for a row without a name or with that of another, and for a table that says nothing more.
 */
export function actionTable(name: string, rows: readonly RawRow[], column: string): ActionTable {
  const flat = rows.map(flattened)
  const names = flat.map((row, i) => {
    const action = textOf(row[column] ?? null)
    if (action !== '') return action
    throw new Error(
      `${name}, row ${i + 1}, column ${column}: it is missing; every row needs the name of its action`,
    )
  })
  const twice = names.findIndex((one, i) => names.indexOf(one) !== i)
  if (twice >= 0)
    throw new Error(
      `${name}, row ${twice + 1}, column ${column}: '${names[twice]}' is there already; give one row an action`,
    )
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))].filter(
    (one) => one !== column && one !== '',
  )
  const encoded = columns.flatMap((one) => encodedColumn(flat.map((row) => row[one] ?? null)))
  if (encoded.length === 0) throw new Error(`${name} has no features of the actions beside their names`)
  return { names, features: names.map((_, a) => encoded.map((feature) => feature[a])) }
}

/** The values of all actions as one or several features. */
function encodedColumn(values: readonly RawValue[]): readonly (readonly number[])[] {
  const numbers = numbersOf(values)
  if (numbers) return [standardised(numbers)]
  const texts = values.map(textOf)
  return [...new Set(texts)].map((value) => texts.map((text) => (text === value ? 1 : 0)))
}

function numbersOf(values: readonly RawValue[]): readonly number[] | undefined {
  if (values.some((value) => typeof value === 'boolean')) return undefined
  try {
    return values.map(numberOf)
  } catch {
    return undefined
  }
}

/** A missing number is the mean. */
function standardised(numbers: readonly number[]): readonly number[] {
  const known = numbers.filter((number) => !Number.isNaN(number))
  const mean = known.reduce((sum, number) => sum + number, 0) / known.length
  const deviation = Math.sqrt(known.reduce((sum, number) => sum + (number - mean) ** 2, 0) / known.length)
  return numbers.map((number) => (Number.isNaN(number) || deviation === 0 ? 0 : (number - mean) / deviation))
}
