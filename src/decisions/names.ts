/** Names in the order in which they came, or those that were given and no others. */
export class Names {
  readonly #indices: Map<string, number>
  readonly #isOpen: boolean
  readonly #used = new Set<number>()

  constructor(given?: readonly string[]) {
    this.#indices = new Map(given?.map((name, i) => [name, i]))
    this.#isOpen = given === undefined
  }

  get all(): string[] {
    return [...this.#indices.keys()]
  }

  /** Given, but never asked for. */
  get unused(): string[] {
    return this.all.filter((_, i) => !this.#used.has(i))
  }

  indexOf(name: string): number | undefined {
    let index = this.#indices.get(name)
    if (index === undefined && this.#isOpen) {
      index = this.#indices.size
      this.#indices.set(name, index)
    }
    if (index !== undefined) this.#used.add(index)
    return index
  }
}
