import type { Tensor } from '../kernels/index.ts'

/** Descends along gradients. `state` and `steps` are all that a checkpoint needs. */
export interface Optimiser {
  readonly state: Readonly<Record<string, Tensor>>
  /** Steps taken. */
  steps: number
  /** One step of descent; `gradientScale` multiplies the gradients first (clipping). */
  step(parameters: Tensor, gradients: Tensor, learningRate: number, gradientScale: number): void
}
