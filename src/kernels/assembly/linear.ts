// The three products of a linear layer. Which kernel makes them may depend on the number of rows only where the order of
// the sums is the same: the row of a rollout and the same row in a large batch must have the same bits.

import { activate, NONE } from './activations'
import { FLOAT } from './lanes'
import { multiply } from './matmul'
import { NARROW, NARROW_INPUTS, narrowBackwardInput, narrowBackwardWeights, narrowProduct } from './narrow'
import { multiplyRows } from './rows'

/** Sums of as few terms as this are done row by row: starting and storing a tile would cost more. */
const SHALLOW: i32 = 4
/** So are this few rows. */
const FEW_ROWS: i32 = 3

// @ts-ignore: decorator
@inline
function isNarrow(inputs: i32, outputs: i32): bool {
  return outputs <= NARROW && inputs <= NARROW_INPUTS
}

/** y[rows×outputs] = activation(x[rows×inputs]·weights[inputs×outputs] + bias); a null bias is 0. */
export function linear(
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  activation: i32,
): void {
  const xRow = (inputs as usize) * FLOAT
  const yRow = (outputs as usize) * FLOAT
  if (isNarrow(inputs, outputs)) narrowProduct(x, weights, bias, y, rows, inputs, outputs)
  else if (rows <= FEW_ROWS || inputs <= SHALLOW) multiplyRows(x, weights, bias, y, rows, inputs, outputs)
  else multiply(false, false, x, xRow, weights, yRow, bias, y, rows, inputs, outputs)
  if (activation != NONE) activate(activation, y, y, rows * outputs)
}

/** dx[rows×inputs] = dy[rows×outputs]·weightsᵀ */
export function linearBackwardInput(
  dy: usize,
  weights: usize,
  dx: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const row = (outputs as usize) * FLOAT
  if (isNarrow(inputs, outputs)) narrowBackwardInput(dy, weights, dx, rows, inputs, outputs)
  else multiply(false, true, dy, row, weights, row, 0, dx, rows, outputs, inputs)
}

/** dWeights[inputs×outputs] = xᵀ·dy, from x[rows×inputs] and dy[rows×outputs] */
export function linearBackwardWeights(
  x: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const xRow = (inputs as usize) * FLOAT
  const dyRow = (outputs as usize) * FLOAT
  if (isNarrow(inputs, outputs)) narrowBackwardWeights(x, dy, dWeights, rows, inputs, outputs)
  else multiply(true, false, x, xRow, dy, dyRow, 0, dWeights, inputs, rows, outputs)
}
