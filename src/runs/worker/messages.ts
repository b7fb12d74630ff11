/** What a page and a worker that trains for it tell each other. */
import type { Metrics } from '../../training/metrics.ts'
import type { TrainOptions } from '../train.ts'

/** Settings that can be sent: no functions. */
export type SentSettings = Omit<TrainOptions, 'onProgress' | 'signal' | 'profile' | 'out' | 'env'> & {
  readonly env: string
}

export type Order = { readonly kind: 'train'; readonly settings: SentSettings } | { readonly kind: 'stop' }

export type Report =
  | { readonly kind: 'progress'; readonly metrics: Metrics }
  | { readonly kind: 'done'; readonly bytes: Uint8Array; readonly threads: number | undefined }
  | { readonly kind: 'failed'; readonly message: string }
