// Layer normalisation over the columns of each row. Sums take the last, partial vector through a mask: behind a row may
// lie anything, NaN too.

import { FLOAT, laneMask, multiplyAdd, storeLanes, sumLanes, VECTOR } from './lanes'

/** Σ over a row of x. */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, columns: i32): f32 {
  let sum = f32x4.splat(0)
  for (; columns >= 4; columns -= 4) {
    sum = f32x4.add(sum, v128.load(x))
    x += VECTOR
  }
  if (columns > 0) sum = f32x4.add(sum, v128.and(v128.load(x), laneMask(columns)))
  return sumLanes(sum)
}

/** Σ over a row of (x − mean)². */
// @ts-ignore: decorator
@inline
function rowSquares(x: usize, mean: v128, columns: i32): f32 {
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
  return sumLanes(sum)
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
  x += (from as usize) * row
  y += (from as usize) * row
  mean += (from as usize) * FLOAT
  inverseStd += (from as usize) * FLOAT
  for (let rows = to - from; rows > 0; --rows) {
    const average = rowSum(x, columns) / (columns as f32)
    const centre = f32x4.splat(average)
    const scale: f32 = 1 / sqrt<f32>(rowSquares(x, centre, columns) / (columns as f32) + epsilon)
    store<f32>(mean, average)
    store<f32>(inverseStd, scale)
    let at: usize = 0
    for (let j = columns; j > 0; j -= 4) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), f32x4.splat(scale))
      storeLanes(y + at, multiplyAdd(normal, v128.load(gain + at), v128.load(bias + at)), j)
      at += VECTOR
    }
    x += row
    y += row
    mean += FLOAT
    inverseStd += FLOAT
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
