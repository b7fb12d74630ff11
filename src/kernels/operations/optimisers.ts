import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

export interface AdamOptions {
  learningRate: number
  beta1: number
  beta2: number
  /** Added to √v after its bias correction. */
  epsilon: number
  /** Number of this update, counted from 1. */
  step: number
  /** Multiplies the gradients first; global-norm clipping passes min(1, limit / norm). */
  gradientScale: number
}

export interface SgdOptions {
  learningRate: number
  momentum: number
  /** As in `AdamOptions`. */
  gradientScale: number
}

/** One Adam update (Kingma & Ba 2015, in PyTorch's form) of `length` parameters and their moments m and v. */
export function adam(
  kernels: Kernels,
  parameters: Tensor,
  gradients: Tensor,
  m: Tensor,
  v: Tensor,
  length: number,
  options: AdamOptions,
): void {
  const { learningRate, beta1, beta2, epsilon, step, gradientScale } = options
  kernels.run(
    'adam',
    length,
    4 * length,
    kernels.address('parameters', parameters, length),
    kernels.address('gradients', gradients, length),
    kernels.address('m', m, length),
    kernels.address('v', v, length),
    learningRate / (1 - integerPower(beta1, step)),
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    1 / Math.sqrt(1 - integerPower(beta2, step)),
    epsilon,
    gradientScale,
  )
}

/** One step of gradient descent with momentum (0 for none). */
export function sgd(
  kernels: Kernels,
  parameters: Tensor,
  gradients: Tensor,
  velocity: Tensor,
  length: number,
  options: SgdOptions,
): void {
  kernels.run(
    'sgd',
    length,
    4 * length,
    kernels.address('parameters', parameters, length),
    kernels.address('gradients', gradients, length),
    kernels.address('velocity', velocity, length),
    options.learningRate,
    options.momentum,
    options.gradientScale,
  )
}

/** By squaring, because engines may round Math.pow differently and updates must repeat bit by bit. */
export function integerPower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
