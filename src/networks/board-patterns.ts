import {
  allocatePatterns,
  density,
  findPatterns,
  type Kernels,
  type Patterns,
  patternWindows,
  type Tensor,
  type WindowShape,
  windowCount,
} from '../kernels/index.ts'

/** Patterns to windows up to which this pays: finding them and adding up cost something too. */
const SHARE = 0.5
/** Rows from which windows repeat enough to look for it. */
const FEWEST_ROWS = 16
/** Rows that tell whether a batch may be boards, which are mostly zeros. */
const SAMPLED_ROWS = 32

/** What the windows of a batch of boards show. */
export interface FoundPatterns {
  readonly patterns: Patterns
  /** A window that shows each pattern. */
  readonly windows: Tensor
}

/**
 * Looks for what repeats in the windows of a batch, where the input is boards, as games on a grid show them: once for all
 * networks whose lowest convolution slides over the same batch with windows of this shape.
 */
export class BoardPatterns {
  /** Patterns that a batch may have, at most. */
  readonly most: number
  readonly #kernels: Kernels
  readonly #shape: WindowShape
  readonly #maxRows: number
  /** Made when there are boards. */
  #memory: FoundPatterns | undefined
  #x: Tensor | undefined
  #rows = 0
  /** Of the batch; null: not looked for yet. */
  #found: FoundPatterns | undefined | null

  constructor(kernels: Kernels, shape: WindowShape, maxRows: number) {
    this.#shape = shape
    this.most = this.#mostOf(maxRows)
    this.#kernels = kernels
    this.#maxRows = maxRows
  }

  /** The batch that is meant from now on. */
  show(x: Tensor, rows: number): void {
    this.#x = x
    this.#rows = rows
    this.#found = null
  }

  /** Of the batch, if its windows repeat enough; the first to ask has them looked for. */
  get found(): FoundPatterns | undefined {
    if (this.#found === null) this.#found = this.#x && this.#find(this.#x, this.#rows)
    return this.#found
  }

  /** Decided by the batch alone: a run that was taken up again must go the same way. */
  #find(x: Tensor, rows: number): FoundPatterns | undefined {
    const shape = this.#shape
    if (rows < FEWEST_ROWS) return undefined
    const cells = shape.height * shape.width * shape.channels
    if (density(this.#kernels, x, Math.min(rows, SAMPLED_ROWS) * cells) > SHARE) return undefined
    this.#memory ??= {
      patterns: allocatePatterns(this.#kernels, this.#maxRows, shape, this.most),
      windows: this.#kernels.tensor(this.most * this.windowSize),
    }
    const { patterns, windows } = this.#memory
    if (!findPatterns(this.#kernels, x, rows, shape, patterns, this.#mostOf(rows))) return undefined
    patternWindows(this.#kernels, x, patterns, windows, shape)
    return this.#memory
  }

  /** Numbers of a window. */
  get windowSize(): number {
    return this.#shape.size ** 2 * this.#shape.channels
  }

  #mostOf(rows: number): number {
    return Math.floor(SHARE * rows * windowCount(this.#shape))
  }
}
