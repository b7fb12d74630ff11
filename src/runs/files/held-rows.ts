/** Rows of metrics in little memory, for whoever holds those of thousands of runs at once: eight bytes a number. */
import type { Metrics } from '../../training/index.ts'

/** Rows of a run, as they were read or as they are held. */
export type Rows = readonly Metrics[] | HeldRows

type Fields = Readonly<Record<string, number | null>>

// What no row holds, whose numbers are finite.
const NULL = Number.NaN
const ABSENT = Number.POSITIVE_INFINITY

export class HeldRows implements Iterable<Metrics> {
  readonly length: number
  readonly #names: readonly string[]
  /** One column after the other, as #names has them. */
  readonly #values: Float64Array

  constructor(rows: readonly Metrics[]) {
    const fields = rows as readonly unknown[] as readonly Fields[]
    this.length = rows.length
    this.#names = shared([...new Set(fields.flatMap(Object.keys))])
    this.#values = new Float64Array(this.#names.length * rows.length)
    this.#names.forEach((name, column) => {
      for (const [i, row] of fields.entries())
        this.#values[column * rows.length + i] = name in row ? (row[name] ?? NULL) : ABSENT
    })
  }

  at(index: number): Metrics | undefined {
    const i = index < 0 ? this.length + index : index
    return i >= 0 && i < this.length ? this.#row(i, this.#all) : undefined
  }

  slice(from: number): Metrics[] {
    return [...this.#rows(this.#all, from)]
  }

  /** The rows with these numbers alone. */
  only(names: readonly string[]): Iterable<Metrics> {
    return this.#rows(this.#all.filter((column) => names.includes(this.#names[column])))
  }

  [Symbol.iterator](): Iterator<Metrics> {
    return this.#rows(this.#all)
  }

  get #all(): readonly number[] {
    return [...this.#names.keys()]
  }

  *#rows(columns: readonly number[], from = 0): Generator<Metrics, void, void> {
    for (let i = from; i < this.length; i++) yield this.#row(i, columns)
  }

  #row(i: number, columns: readonly number[]): Metrics {
    const row: Record<string, number | null> = {}
    for (const column of columns) {
      const value = this.#values[column * this.length + i]
      if (value !== ABSENT) row[this.#names[column]] = Number.isNaN(value) ? null : value
    }
    return row as unknown as Metrics
  }
}

/** The rows with these numbers, and perhaps others. */
export const withOnly = (rows: Rows, names: readonly string[]): Iterable<Metrics> =>
  rows instanceof HeldRows ? rows.only(names) : rows

const lists = new Map<string, readonly string[]>()

/** The same list for the same names: runs of a study have them in common. */
function shared(names: readonly string[]): readonly string[] {
  const key = names.join()
  if (!lists.has(key)) lists.set(key, names)
  return lists.get(key)!
}
