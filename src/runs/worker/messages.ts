/** What a page and a worker that trains for it tell each other. */
import type { ConfigInput } from '../../training/config.ts'
import type { Metrics } from '../../training/metrics.ts'
import type { RunHooks } from '../hooks.ts'
import type { TrainOptions } from '../train.ts'

/** Settings that can be sent: no functions. */
export type SentSettings = Omit<
  TrainOptions,
  Exclude<keyof RunHooks, 'stopAt'> | 'out' | 'env' | 'stopWhen'
> & {
  /** Id of an environment that the worker's program knows. */
  readonly env: string
  readonly stopWhen?: ConfigInput['stopWhen']
}

/** Hooks that the worker waits for, each called in the page. */
export const askedHooks = ['onEpisode', 'onEvaluation', 'onUpdate', 'stopWhen', 'onCheckpoint'] as const
export type AskedHook = (typeof askedHooks)[number]

/** What a hook did with the run, in order. */
export type Act =
  | { readonly kind: 'set'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'stop'; readonly reason: string | undefined }

export type Order =
  | { readonly kind: 'train'; readonly settings: SentSettings; readonly hooks: readonly AskedHook[] }
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'answer'
      readonly acts: readonly Act[]
      readonly answer?: unknown
      readonly error?: string
    }

export type Report =
  | { readonly kind: 'progress'; readonly metrics: Metrics }
  /** The worker waits for the answer; one call at a time. */
  | { readonly kind: 'call'; readonly hook: AskedHook; readonly value: unknown }
  | { readonly kind: 'done'; readonly bytes: Uint8Array; readonly threads: number | undefined }
  | { readonly kind: 'failed'; readonly message: string }
