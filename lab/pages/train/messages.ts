/** What a page and a trainer, each trainer in a worker of its own, tell each other. */

import type { KernelBuild } from '../../../src/kernels/index.ts'
import type { PolicySpec } from '../../../src/policies/index.ts'
import type { Config, Metrics, Result } from '../../../src/training/index.ts'
import type { ScheduledUpdate } from '../../../src/updates/index.ts'
import type { PolicyNumbers } from '../../play/policy-numbers.ts'
import type { Samples } from './samples.ts'

/** What may be another from some step of a run on. */
export interface Changes {
  readonly update?: ScheduledUpdate
  readonly totalSteps?: number
  /** Dotted paths of numbers to what they become, as text: a number, or a schedule such as `0.001..0`. */
  readonly settings?: Readonly<Record<string, string>>
}

export type Order =
  /** A new run. */
  | { readonly kind: 'begin'; readonly settings: Config }
  /** A run from the bytes of its checkpoint. */
  | {
      readonly kind: 'take up'
      readonly checkpoint: Uint8Array
      readonly changes: Changes
      /** What `config.json` says, where the checkpoint came with one: the two must agree. */
      readonly config?: Config
      /** Checkpoints that were kept before, by their steps. */
      readonly timeline?: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
    }
  | { readonly kind: 'change'; readonly changes: Changes }
  | { readonly kind: 'go' | 'pause' }
  /** Whether progress is to come with what is drawn: samples of the rollout and the policy. */
  | { readonly kind: 'show'; readonly on: boolean }
  /** Asks for the checkpoint kept at this step, or for one of now. */
  | { readonly kind: 'checkpoint'; readonly step: number | 'now'; readonly request: number }

export type State = 'running' | 'paused' | 'finished'

export type Report =
  /** The run is there, new or taken up or changed, and waits. */
  | {
      readonly kind: 'ready'
      readonly config: Config
      readonly kernels: KernelBuild
      readonly policy: PolicySpec
      readonly step: number
    }
  | {
      readonly kind: 'state'
      readonly state: State
      /** The aim that it has reached, where that ended it before its last step. */
      readonly reason?: string
    }
  | {
      readonly kind: 'progress'
      /** Of every update since the last report. */
      readonly rows: readonly Metrics[]
      /** Steps at which checkpoints were kept meanwhile. */
      readonly kept: readonly number[]
      readonly samples?: Samples
      readonly numbers?: PolicyNumbers
    }
  | {
      readonly kind: 'checkpoint'
      readonly request: number
      readonly bytes: Uint8Array<ArrayBuffer>
      readonly result: Result
    }
  /** An order that could not be carried out; everything is as before. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Training broke off. */
  | { readonly kind: 'failed'; readonly message: string }
