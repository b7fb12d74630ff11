/** What a page and the workers of a sweep, each with one run at a time, tell each other. */
import type { Config } from '../../../../src/training/index.ts'

export interface Job {
  readonly id: number
  readonly settings: Config
}

/** Environment steps, and the mean return of the last episodes then; null before one has ended. */
export type Point = readonly [step: number, meanReturn: number | null]

export type JobReport =
  | { readonly kind: 'points'; readonly id: number; readonly points: readonly Point[] }
  | { readonly kind: 'done'; readonly id: number; readonly final: number | null }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
