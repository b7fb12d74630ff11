/** A YAML file as a value, with the place of every part of it for errors. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import { printable } from '../../printable.ts'
import { inOurSpelling } from '../../training/index.ts'

export type Path = readonly (string | number)[]

/** What errors about a study need to know of its text. */
export interface Places {
  /** An error about what stands at `path`, or about the innermost part of it that is there: `file:line:column: message`. */
  error(path: Path, message: string): Error
  /** How many steps of the path lead to something in the text. */
  depth(path: Path): number
}

export class Source implements Places {
  readonly name: string
  readonly value: unknown
  readonly #document: Document
  readonly #lines: LineCounter

  /** @throws Error of one line, with its place, for text that is not YAML. */
  constructor(text: string, name: string) {
    this.name = name
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      merge: true,
      logLevel: 'error',
    })
    const [error] = this.#document.errors
    if (error) throw this.#errorAt(error.pos[0], error.message)
    try {
      this.value = this.#document.toJS()
    } catch (error) {
      // An alias of nothing, or so many that they would fill the memory.
      throw new Error(printable(`${name}: ${(error as Error).message}`))
    }
    if (isCircular(this.value)) throw new Error(`${name}: an alias stands within what it names; write it out`)
  }

  error(path: Path, message: string): Error {
    return this.#errorAt(this.#find(path).offset, message)
  }

  depth(path: Path): number {
    return this.#find(path).depth
  }

  /** Whether what the path leads to, as far as it does, is a group of keys below groups of keys. */
  isGroup(path: Path): boolean {
    return this.#find(path).isGroup
  }

  #errorAt(offset: number, message: string): Error {
    const { line, col } = this.#lines.linePos(offset)
    return new Error(printable(`${this.name}:${line}:${col}: ${message}`))
  }

  #find(path: Path): { offset: number; depth: number; isGroup: boolean } {
    let node = this.#resolve(this.#document.contents as Node | null)
    let offset = node?.range?.[0] ?? 0
    let depth = 0
    let isGroup = isMap(node)
    while (depth < path.length) {
      const found = isMap(node)
        ? pairAt(node.items as Pair<Node, Node | null>[], path.slice(depth))
        : isSeq(node)
          ? itemAt(node.items as Node[], path[depth])
          : undefined
      if (!found) break
      offset = found.place.range?.[0] ?? offset
      node = this.#resolve(found.value)
      depth += found.steps
      isGroup &&= isMap(node)
    }
    return { offset, depth, isGroup }
  }

  #resolve(node: Node | null): Node | null | undefined {
    return isAlias(node) ? (node.resolve(this.#document) as Node | undefined) : node
  }
}

function isCircular(value: unknown, around: ReadonlySet<unknown> = new Set()): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (around.has(value)) return true
  const within = new Set(around).add(value)
  return Object.values(value).some((part) => isCircular(part, within))
}

interface Step {
  /** What a reader should look at: the key, or the item of a list. */
  readonly place: Node
  readonly value: Node | null
  readonly steps: number
}

/** A key may spell several steps at once, dotted: `optimiser.learningRate`. */
function pairAt(pairs: readonly Pair<Node, Node | null>[], path: Path): Step | undefined {
  for (let steps = 1; steps <= path.length; steps++) {
    const key = inOurSpelling(path.slice(0, steps).join('.'))
    const pair = pairs.find((pair) => isScalar(pair.key) && inOurSpelling(String(pair.key.value)) === key)
    if (pair) return { place: pair.key, value: pair.value, steps }
  }
  return undefined
}

function itemAt(items: readonly Node[], index: string | number): Step | undefined {
  const item = items[Number(index)]
  return item && { place: item, value: item, steps: 1 }
}
