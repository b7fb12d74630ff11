/** Running means of named numbers that come together. */
export class Means<Name extends string = string> {
  readonly #sums: Map<Name, number>
  #count = 0

  constructor(names: readonly Name[]) {
    this.#sums = new Map(names.map((name) => [name, 0]))
  }

  add(values: Readonly<Record<Name, number>>): void {
    for (const [name, sum] of this.#sums) this.#sums.set(name, sum + values[name])
    this.#count++
  }

  /** The means; 0 before anything was added. */
  get(): Record<Name, number> {
    const means = [...this.#sums].map(([name, sum]) => [name, sum / Math.max(1, this.#count)])
    return Object.fromEntries(means)
  }
}
