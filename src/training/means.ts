/** Running means of named numbers. */
export class Means<Name extends string = string> {
  readonly #sums: Record<Name, number>
  readonly #counts: Record<Name, number>

  constructor(names: readonly Name[]) {
    const zeros = () => Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
    this.#sums = zeros()
    this.#counts = zeros()
  }

  add(name: Name, value: number): void {
    this.#sums[name] += value
    this.#counts[name]++
  }

  /** The means; 0 where nothing was added. */
  get(): Record<Name, number> {
    const means = { ...this.#sums }
    for (const name of Object.keys(means) as Name[]) means[name] /= Math.max(1, this.#counts[name])
    return means
  }
}
