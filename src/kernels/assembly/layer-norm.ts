// Layer normalisation over the columns of each row. Forward four rows at a time: what waits for the sums of a row, two divisions
// and a root, is then done for four at once, with the same bits. Sums take the last, partial vector through a mask: behind a row
// may lie anything, NaN too.

import { FLOAT, laneMask, multiplyAdd, storeLanes, sumFour, sumLanes, VECTOR } from './lanes'

/** Σ over a row of x, in four lanes that are still to be added. */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, columns: i32): v128 {
  let sum = f32x4.splat(0)
  for (; columns >= 4; columns -= 4) {
    sum = f32x4.add(sum, v128.load(x))
    x += VECTOR
  }
  if (columns > 0) sum = f32x4.add(sum, v128.and(v128.load(x), laneMask(columns)))
  return sum
}

/** Σ over a row of (x − mean)², in four lanes that are still to be added. */
// @ts-ignore: decorator
@inline
function rowSquares(x: usize, mean: v128, columns: i32): v128 {
  let sum = f32x4.splat(0)
  for (; columns >= 4; columns -= 4) {
    const centred = f32x4.sub(v128.load(x), mean)
    sum = multiplyAdd(centred, centred, sum)
    x += VECTOR
  }
  if (columns > 0) {
    const centred = v128.and(f32x4.sub(v128.load(x), mean), laneMask(columns))
    sum = multiplyAdd(centred, centred, sum)
  }
  return sum
}

/** y = (x − mean)·scale·gain + bias of a row. */
// @ts-ignore: decorator
@inline
function normalise(x: usize, mean: v128, scale: v128, gain: usize, bias: usize, y: usize, columns: i32): void {
  for (; columns > 0; columns -= 4) {
    const normal = f32x4.mul(f32x4.sub(v128.load(x), mean), scale)
    storeLanes(y, multiplyAdd(normal, v128.load(gain), v128.load(bias)), columns)
    x += VECTOR
    y += VECTOR
    gain += VECTOR
    bias += VECTOR
  }
}

/** y = (x − mean)·inverseStd·gain + bias, where inverseStd = 1/√(variance + epsilon), for rows in [from, to). */
export function layerNorm(
  from: i32,
  to: i32,
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  mean: usize,
  inverseStd: usize,
  columns: i32,
  epsilon: f32,
): void {
  const row = (columns as usize) * FLOAT
  const count = f32x4.splat(columns as f32)
  const one = f32x4.splat(1)
  const least = f32x4.splat(epsilon)
  for (let first = from; first < to; first += 4) {
    // Where fewer than four are left, the last stands for those that are missing.
    const left = min(to - first, 4)
    const a = (first as usize) * row
    const b = a + (left > 1 ? row : 0)
    const c = b + (left > 2 ? row : 0)
    const d = c + (left > 3 ? row : 0)
    const sums = sumFour(rowSum(x + a, columns), rowSum(x + b, columns), rowSum(x + c, columns), rowSum(x + d, columns))
    const means = f32x4.div(sums, count)
    const centreA = v128.shuffle<f32>(means, means, 0, 0, 0, 0)
    const centreB = v128.shuffle<f32>(means, means, 1, 1, 1, 1)
    const centreC = v128.shuffle<f32>(means, means, 2, 2, 2, 2)
    const centreD = v128.shuffle<f32>(means, means, 3, 3, 3, 3)
    const squares = sumFour(
      rowSquares(x + a, centreA, columns),
      rowSquares(x + b, centreB, columns),
      rowSquares(x + c, centreC, columns),
      rowSquares(x + d, centreD, columns),
    )
    const scales = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.div(squares, count), least)))
    storeLanes(mean + (first as usize) * FLOAT, means, left)
    storeLanes(inverseStd + (first as usize) * FLOAT, scales, left)
    normalise(x + a, centreA, v128.shuffle<f32>(scales, scales, 0, 0, 0, 0), gain, bias, y + a, columns)
    if (left > 1) normalise(x + b, centreB, v128.shuffle<f32>(scales, scales, 1, 1, 1, 1), gain, bias, y + b, columns)
    if (left > 2) normalise(x + c, centreC, v128.shuffle<f32>(scales, scales, 2, 2, 2, 2), gain, bias, y + c, columns)
    if (left > 3) normalise(x + d, centreD, v128.shuffle<f32>(scales, scales, 3, 3, 3, 3), gain, bias, y + d, columns)
  }
}

/**
 * With n = (x − mean)·inverseStd and g = dy·gain, per row: dx = inverseStd·(g − mean(g) − n·mean(g·n));
 * over the rows: dGain = Σ dy·n and dBias = Σ dy. dx may be dy.
 */
export function layerNormBackward(
  x: usize,
  gain: usize,
  mean: usize,
  inverseStd: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  rows: i32,
  columns: i32,
): void {
  const row = (columns as usize) * FLOAT
  memory.fill(dGain, 0, row)
  memory.fill(dBias, 0, row)
  for (; rows > 0; --rows) {
    const centre = v128.load_splat<f32>(mean)
    const scale = v128.load_splat<f32>(inverseStd)
    let sum = f32x4.splat(0)
    let product = sum
    let at: usize = 0
    for (let j = columns; j > 0; j -= 4) {
      const upstream = v128.load(dy + at)
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), scale)
      storeLanes(dGain + at, multiplyAdd(upstream, normal, v128.load(dGain + at)), j)
      storeLanes(dBias + at, f32x4.add(upstream, v128.load(dBias + at)), j)
      let g = f32x4.mul(upstream, v128.load(gain + at))
      let gn = f32x4.mul(g, normal)
      if (j < 4) {
        g = v128.and(g, laneMask(j))
        gn = v128.and(gn, laneMask(j))
      }
      sum = f32x4.add(sum, g)
      product = f32x4.add(product, gn)
      at += VECTOR
    }
    const meanSum = f32x4.splat(sumLanes(sum) / (columns as f32))
    const meanProduct = f32x4.splat(sumLanes(product) / (columns as f32))
    at = 0
    for (let j = columns; j > 0; j -= 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), scale)
      const g = f32x4.mul(v128.load(dy + at), v128.load(gain + at))
      const inner = f32x4.sub(f32x4.sub(g, meanSum), f32x4.mul(normal, meanProduct))
      storeLanes(dx + at, f32x4.mul(inner, scale), j)
      at += VECTOR
    }
    x += row
    dy += row
    dx += row
    mean += FLOAT
    inverseStd += FLOAT
  }
}
