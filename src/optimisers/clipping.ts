import { type Kernels, sumSquares, type Tensor } from '../kernels/index.ts'

export const globalNorm = (kernels: Kernels, gradients: Tensor) =>
  Math.sqrt(sumSquares(kernels, gradients, gradients.length))

/** What gradients of this norm are multiplied by so that their norm is at most `max`; null: never clipped. */
export const clippingScale = (norm: number, max: number | null) =>
  max === null || norm <= max ? 1 : max / norm
