/** Running means of named numbers. */
export class Means<Name extends string = string> {
  /** Of each name the sum and the count. */
  readonly #entries: ReadonlyMap<Name, Float64Array>

  constructor(names: readonly Name[]) {
    this.#entries = new Map(names.map((name) => [name, new Float64Array(2)]))
  }

  add(name: Name, value: number): void {
    const entry = this.#entries.get(name)!
    entry[0] += value
    entry[1]++
  }

  /** The means; 0 where nothing was added. */
  get(): Record<Name, number> {
    const means = [...this.#entries].map(([name, [sum, count]]) => [name, sum / Math.max(1, count)])
    return Object.fromEntries(means)
  }
}
