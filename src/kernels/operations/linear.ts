import type { Kernels } from '../kernels.ts'
import type { Tensor } from '../tensor.ts'
import { type Activation, activationCode } from './activations.ts'

/** y[rows×outputs] = activation(x[rows×inputs]·weights[inputs×outputs] + bias[outputs]); no bias when null. */
export function linear(
  kernels: Kernels,
  x: Tensor,
  weights: Tensor,
  bias: Tensor | null,
  y: Tensor,
  rows: number,
  inputs: number,
  outputs: number,
  activation: Exclude<Activation, 'silu'>,
): void {
  kernels.run(
    'linear',
    rows,
    rows * inputs * outputs,
    kernels.address('x', x, rows * inputs),
    kernels.address('weights', weights, inputs * outputs),
    bias === null ? 0 : kernels.address('bias', bias, outputs),
    kernels.address('y', y, rows * outputs),
    inputs,
    outputs,
    activationCode[activation],
  )
}

/** dx[rows×inputs] = dy[rows×outputs]·weights[inputs×outputs]ᵀ */
export function linearBackwardInput(
  kernels: Kernels,
  dy: Tensor,
  weights: Tensor,
  dx: Tensor,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  kernels.run(
    'linearBackwardInput',
    rows,
    rows * inputs * outputs,
    kernels.address('dy', dy, rows * outputs),
    kernels.address('weights', weights, inputs * outputs),
    kernels.address('dx', dx, rows * inputs),
    inputs,
    outputs,
  )
}

/** dWeights[inputs×outputs] = x[rows×inputs]ᵀ·dy[rows×outputs] */
export function linearBackwardWeights(
  kernels: Kernels,
  x: Tensor,
  dy: Tensor,
  dWeights: Tensor,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  kernels.run(
    'linearBackwardWeights',
    inputs,
    rows * inputs * outputs,
    kernels.address('x', x, rows * inputs),
    kernels.address('dy', dy, rows * outputs),
    kernels.address('dWeights', dWeights, inputs * outputs),
    rows,
    inputs,
    outputs,
  )
}
