import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'

export type Activation = 'none' | 'tanh' | 'relu' | 'silu'

/** The codes in assembly/activations.ts. */
export const activationCode = { none: 0, tanh: 1, relu: 2, silu: 3 } as const

/** y = activation(x); y may be x. */
export function activate(
  kernels: Kernels,
  kind: Exclude<Activation, 'none'>,
  x: Tensor,
  y: Tensor,
  length: number,
): void {
  kernels.run(
    'activate',
    length,
    10 * length,
    activationCode[kind],
    kernels.address('x', x, length),
    kernels.address('y', y, length),
  )
}

/**
 * dx = dy·activation′. x is the input of the activation and only silu reads it, y its output; dx may be dy.
 */
export function activationBackward(
  kernels: Kernels,
  kind: Exclude<Activation, 'none'>,
  x: Tensor,
  y: Tensor,
  dy: Tensor,
  dx: Tensor,
  length: number,
): void {
  kernels.run(
    'activationBackward',
    length,
    4 * length,
    activationCode[kind],
    kernels.address('x', x, length),
    kernels.address('y', y, length),
    kernels.address('dy', dy, length),
    kernels.address('dx', dx, length),
  )
}
