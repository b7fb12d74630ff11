/** What a stage and its player, in a worker, tell each other. */
import type { PolicySpec } from '../../src/policies/index.ts'
import type { PolicyNumbers } from './policy-numbers.ts'

/** A policy and the environment that it plays. */
export interface Cast {
  readonly env: string
  readonly policy: PolicySpec
  readonly numbers: PolicyNumbers
}

/** In CSS pixels. */
export interface StageSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

/** What the visitor has turned the camera by: radians, and the factor of its distance. */
export interface Orbit {
  readonly azimuth: number
  readonly elevation: number
  readonly distance: number
}

export type Cue =
  /** The canvas; comes first, once. */
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas; readonly size: StageSize }
  | { readonly kind: 'play'; readonly cast: Cast }
  /** The same from the bytes of a checkpoint. */
  | { readonly kind: 'play checkpoint'; readonly bytes: Uint8Array }
  /** The same from the file of a policy, which says what it plays. */
  | { readonly kind: 'play policy'; readonly bytes: Uint8Array }
  /** The policy has learned more. */
  | { readonly kind: 'numbers'; readonly numbers: PolicyNumbers }
  | { readonly kind: 'size'; readonly size: StageSize }
  | { readonly kind: 'orbit'; readonly orbit: Orbit }
  /** Greedy: the likeliest action instead of a sampled one. Speed: times the environment's own. */
  | { readonly kind: 'manner'; readonly greedy: boolean; readonly speed: number }
  | { readonly kind: 'pause' | 'go' }

export type Note =
  /** How the episode at hand goes. */
  | { readonly kind: 'score'; readonly episode: number; readonly step: number; readonly return: number }
  /** Whether the picture has depth, so that the camera can be turned. */
  | { readonly kind: 'scene'; readonly solid: boolean }
  | { readonly kind: 'problem'; readonly message: string }
