import type { Activation } from '../kernels/index.ts'
import type { Initialisation } from './initialise.ts'

/** What a user says of a convolution; its input decides the rest. */
export interface ConvolutionSettings {
  readonly filters: number
  /** Side of the square window. */
  readonly size: number
  readonly stride: number
  /** Layer norm over the filters of each window, before the activation. */
  readonly layerNorm?: boolean | undefined
}

/** [height, width, channels]. */
export type ImageShape = readonly [number, number, number]

export interface ConvolutionSpec extends ConvolutionSettings {
  readonly name: string
  readonly image: ImageShape
  /** Whether nothing lies below it, so that nobody wants the gradient of its input. */
  readonly lowest: boolean
  readonly activation: Activation
  readonly initialisation: Initialisation
  readonly gain: number
}
