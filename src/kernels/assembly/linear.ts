// The three products of a linear layer. Which kernel makes them may depend on the number of rows and on what is in them
// only where the order of the sums is the same: the row of a rollout and the same row in a large batch must have the same bits.

import { activate, NONE } from './activations'
import { FLOAT } from './lanes'
import { multiply } from './matmul'
import { narrowBackwardInput, narrowBackwardWeights, narrowProduct } from './narrow'
import { multiplyRows } from './rows'
import { NARROW, NARROW_INPUTS } from './scratch'
import { isSparse, sparseBackwardWeights, sparseProduct } from './sparse'

/** Sums of as few terms as this are done row by row: starting and storing a tile would cost more. */
const SHALLOW: i32 = 4
/** So are this few rows. */
const FEW_ROWS: i32 = 3

// @ts-ignore: decorator
@inline
function isNarrow(inputs: i32, outputs: i32): bool {
  return outputs <= NARROW && inputs <= NARROW_INPUTS
}

/** y[rows×outputs] = activation(x[rows×inputs]·weights[inputs×outputs] + bias) for rows in [from, to); a null bias is 0. */
export function linear(
  from: i32,
  to: i32,
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  inputs: i32,
  outputs: i32,
  activation: i32,
): void {
  const rows = to - from
  const xRow = (inputs as usize) * FLOAT
  const yRow = (outputs as usize) * FLOAT
  x += (from as usize) * xRow
  y += (from as usize) * yRow
  if (isNarrow(inputs, outputs)) narrowProduct(x, weights, bias, y, rows, inputs, outputs)
  else if (isSparse(x, rows, inputs, outputs)) sparseProduct(x, weights, bias, y, rows, inputs, outputs)
  else if (rows <= FEW_ROWS || inputs <= SHALLOW) multiplyRows(x, weights, bias, y, rows, inputs, outputs)
  else multiply(false, false, x, xRow, weights, yRow, bias, y, rows, inputs, outputs)
  if (activation != NONE) activate(0, rows * outputs, activation, y, y)
}

/** dx[rows×inputs] = dy[rows×outputs]·weightsᵀ for rows in [from, to). */
export function linearBackwardInput(
  from: i32,
  to: i32,
  dy: usize,
  weights: usize,
  dx: usize,
  inputs: i32,
  outputs: i32,
): void {
  const rows = to - from
  const row = (outputs as usize) * FLOAT
  dy += (from as usize) * row
  dx += (from as usize) * (inputs as usize) * FLOAT
  if (isNarrow(inputs, outputs)) narrowBackwardInput(dy, weights, dx, rows, inputs, outputs)
  else multiply(false, true, dy, row, weights, row, 0, dx, rows, outputs, inputs)
}

/** dWeights[inputs×outputs] = xᵀ·dy, from x[rows×inputs] and dy[rows×outputs], for inputs in [from, to). */
export function linearBackwardWeights(
  from: i32,
  to: i32,
  x: usize,
  dy: usize,
  dWeights: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const xRow = (inputs as usize) * FLOAT
  const dyRow = (outputs as usize) * FLOAT
  const count = to - from
  dWeights += (from as usize) * dyRow
  if (isNarrow(inputs, outputs)) narrowBackwardWeights(x + (from as usize) * FLOAT, xRow, dy, dWeights, rows, count, outputs)
  else if (isSparse(x, rows, inputs, outputs))
    sparseBackwardWeights(x + (from as usize) * FLOAT, xRow, dy, dWeights, rows, count, outputs)
  else multiply(true, false, x + (from as usize) * FLOAT, xRow, dy, dyRow, 0, dWeights, count, rows, outputs)
}
