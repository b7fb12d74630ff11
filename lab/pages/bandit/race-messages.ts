/** What the page and its worker say to each other. */
import type { ConfigInput } from '../../../src/training/config.ts'

export type ToRace =
  | { readonly kind: 'start'; readonly configs: readonly ConfigInput[] }
  | { readonly kind: 'pause' }
  | { readonly kind: 'go' }
  /** The latest standings are on the screen. */
  | { readonly kind: 'drawn' }

/** How a racer is doing. */
export interface Standing {
  /** Environment steps after each update, and the policy's exact regret then, in reward units. */
  readonly steps: Float64Array
  readonly regrets: Float64Array
  /** π(a|x) over the cells of the square, [SIDE² × A], in the order of `gridContexts`. */
  readonly probabilities: Float64Array
  readonly finished: boolean
  /** Why it can't go on. */
  readonly problem?: string
}

export type FromRace =
  | { readonly kind: 'standings'; readonly standings: readonly Standing[]; readonly finished: boolean }
  | { readonly kind: 'refused'; readonly problem: string }

/** Cells along a side of the square. */
export const SIDE = 41
