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

type Path = readonly (string | number)[]

export class Source {
  readonly name: string
  readonly value: unknown
  readonly #document: Document
  readonly #lines: LineCounter

  /** @throws Error of one line, with its place, for text that is no YAML. */
  constructor(text: string, name: string) {
    this.name = name
    this.#lines = new LineCounter()
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, merge: true })
    const [error] = this.#document.errors
    if (error) throw this.#errorAt(error.pos[0], error.message)
    this.value = this.#document.toJS()
  }

  /** An error about what stands at `path`, or about the innermost part of it that is there: `file:line:column: message`. */
  error(path: Path, message: string): Error {
    return this.#errorAt(this.#find(path).offset, message)
  }

  /** How many steps of the path lead to something in the file. */
  depth(path: Path): number {
    return this.#find(path).depth
  }

  #errorAt(offset: number, message: string): Error {
    const { line, col } = this.#lines.linePos(offset)
    return new Error(`${this.name}:${line}:${col}: ${message}`)
  }

  #find(path: Path): { offset: number; depth: number } {
    let node = this.#document.contents as Node | null
    let offset = node?.range?.[0] ?? 0
    let depth = 0
    while (depth < path.length) {
      const inner = this.#resolve(node)
      const found = isMap(inner)
        ? pairAt(inner.items as Pair<Node, Node | null>[], path.slice(depth))
        : isSeq(inner)
          ? itemAt(inner.items as Node[], path[depth])
          : undefined
      if (!found) break
      offset = found.place.range?.[0] ?? offset
      node = found.value
      depth += found.steps
    }
    return { offset, depth }
  }

  #resolve(node: Node | null): Node | null | undefined {
    return isAlias(node) ? (node.resolve(this.#document) as Node | undefined) : node
  }
}

interface Found {
  /** What a reader should look at: the key, or the item of a list. */
  readonly place: Node
  readonly value: Node | null
  readonly steps: number
}

/** A key may spell several steps at once, dotted: `optimiser.learningRate`. */
function pairAt(pairs: readonly Pair<Node, Node | null>[], path: Path): Found | undefined {
  for (let steps = 1; steps <= path.length; steps++) {
    const key = path.slice(0, steps).join('.')
    const pair = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)
    if (pair) return { place: pair.key, value: pair.value, steps }
  }
  return undefined
}

function itemAt(items: readonly Node[], index: string | number): Found | undefined {
  const item = items[Number(index)]
  return item && { place: item, value: item, steps: 1 }
}
