import type { NamedTensor } from '../../networks/index.ts'
import { printable } from '../../printable.ts'

/** The tensors of somebody else's file; what is left of them in the end had no place. */
export class ForeignTensors {
  readonly #tensors: ReadonlyMap<string, NamedTensor>
  readonly #left: Set<string>

  constructor(tensors: Readonly<Record<string, NamedTensor>>) {
    this.#tensors = new Map(Object.entries(tensors))
    this.#left = new Set(this.#tensors.keys())
  }

  has(name: string): boolean {
    return this.#tensors.has(name)
  }

  /**
   * @param shape where a size is undefined, any will do.
   * @throws Error where there is none of this name and shape.
   */
  get(name: string, shape: readonly (number | undefined)[]): NamedTensor {
    const found = this.#tensors.get(name)
    if (!found) throw new Error(`there is no tensor '${printable(name)}'; the file has ${this.#some()}`)
    const fits =
      found.shape.length === shape.length &&
      shape.every((size, i) => size === undefined || size === found.shape[i])
    if (!fits)
      throw new Error(
        `'${printable(name)}' has the shape [${found.shape}]; here it must be [${shape.map((size) => size ?? 'any')}]`,
      )
    this.#left.delete(name)
    return found
  }

  /** The layers of a torch Sequential that have weights, in their order: `prefix.0`, `prefix.2`, … */
  layers(prefix: string): string[] {
    const places = [...this.#tensors.keys()].flatMap((name) => {
      const [, place] = name.startsWith(`${prefix}.`)
        ? (name.slice(prefix.length).match(/^\.(\d+)\.weight$/) ?? [])
        : []
      return place === undefined ? [] : [Number(place)]
    })
    return places.sort((a, b) => a - b).map((place) => `${prefix}.${place}`)
  }

  /** Units of each of these linear layers. */
  units(layers: readonly string[]): number[] {
    return layers.map((layer) => this.get(`${layer}.weight`, [undefined, undefined]).shape[0])
  }

  /** Leaves out all whose names begin so. */
  leaveOut(prefix: string): void {
    for (const name of this.#left) if (name.startsWith(prefix)) this.#left.delete(name)
  }

  /** @throws Error that names a tensor which nothing took. */
  requireNoneLeft(): void {
    const [name] = this.#left
    if (name !== undefined)
      throw new Error(
        `there is no place for '${printable(name)}' [${this.#tensors.get(name)!.shape}]: an unknown layer`,
      )
  }

  #some(): string {
    const names = [...this.#tensors.keys()].map(printable)
    return names.length > 4
      ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
      : names.join(', ')
  }
}
