import { invalidState, shown } from '../invalid.ts'

/** The least and the greatest value of a whole number. */
export type Range = readonly [least: number, greatest: number]
/** Some whole numbers of a game or of a thing in it, in the order in which a snapshot has them. */
export type Ranges = Readonly<Record<string, Range>>
/** A thing with these numbers. */
export type Numbers<R extends Ranges> = { -readonly [name in keyof R]: number }

export const ANY_COUNT: Range = [0, Number.MAX_SAFE_INTEGER]

/** The numbers of `source` in the order of `ranges`. */
export function numbersOf<R extends Ranges>(source: Numbers<R>, ranges: R): number[] {
  return Object.keys(ranges).map((name) => source[name])
}

/** How many things there are, then the numbers of each. */
export function listNumbers<R extends Ranges>(things: readonly Numbers<R>[], ranges: R): number[] {
  return [things.length, ...things.flatMap((thing) => numbersOf(thing, ranges))]
}

/** Takes the numbers of a snapshot one after the other; throws, naming the number, where one is not what it must be. */
export class PhysicsReader {
  readonly #id: string
  readonly #physics: readonly unknown[]
  #place = 0

  constructor(id: string, physics: unknown) {
    this.#id = id
    if (!Array.isArray(physics)) throw this.invalid('an array of whole numbers', shown(physics))
    this.#physics = physics
  }

  /** The next number, which must be a whole one within the range. */
  next(name: string, [least, greatest]: Range): number {
    const value = this.#physics[this.#place]
    if (!Number.isInteger(value) || (value as number) < least || (value as number) > greatest) {
      const expected = `whole numbers with ${name}, ${least} to ${greatest}, at index ${this.#place}`
      throw this.invalid(expected, this.#place < this.#physics.length ? shown(value) : 'nothing')
    }
    this.#place++
    return value as number
  }

  /** Sets the numbers of `target`. */
  fill<R extends Ranges>(target: Numbers<R>, ranges: R, thing = ''): void {
    for (const name of Object.keys(ranges) as (keyof R & string)[])
      target[name] = this.next(thing + name, ranges[name]) as Numbers<R>[typeof name]
  }

  /** Sets all the entries of `target`. */
  fillRow(target: number[], name: string, range: Range): void {
    for (let i = 0; i < target.length; i++) target[i] = this.next(`${name}[${i}]`, range)
  }

  /** What `listNumbers` wrote. */
  list<R extends Ranges>(name: string, ranges: R): Numbers<R>[] {
    const length = this.next(`${name}.length`, [0, this.#physics.length])
    return Array.from({ length }, (_, i) => {
      const thing = Object.fromEntries(Object.keys(ranges).map((field) => [field, 0])) as Numbers<R>
      this.fill(thing, ranges, `${name}[${i}].`)
      return thing
    })
  }

  /** @throws Error if numbers are left over. */
  finish(): void {
    if (this.#place !== this.#physics.length)
      throw this.invalid(`${this.#place} numbers`, String(this.#physics.length))
  }

  /** The error about a state that is not `expected` but, in words, `got`. */
  invalid(expected: string, got: string): Error {
    return invalidState(this.#id, 'physics', expected, got)
  }
}
