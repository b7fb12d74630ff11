/** Running means of named numbers that come together. */
export class Means<Name extends string = string> {
  readonly #names: readonly Name[]
  readonly #sums: Float64Array
  #count = 0

  constructor(names: readonly Name[]) {
    this.#names = names
    this.#sums = new Float64Array(names.length)
  }

  add(values: Readonly<Record<Name, number>>): void {
    for (let i = 0; i < this.#names.length; i++) this.#sums[i] += values[this.#names[i]]
    this.#count++
  }

  /** The means; 0 before anything was added. */
  get(): Record<Name, number> {
    const means = this.#names.map((name, i) => [name, this.#sums[i] / Math.max(1, this.#count)])
    return Object.fromEntries(means)
  }
}
