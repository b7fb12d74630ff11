// Parameter updates over one flat buffer.

import { FLOAT, multiplyAdd, storeLanes, VECTOR } from './lanes'

/** One vector of `adam`, of which `count` lanes are stored. */
// @ts-ignore: decorator
@inline
function adamLanes(
  parameters: usize,
  gradients: usize,
  m: usize,
  v: usize,
  count: i32,
  stepSize: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  rootScale: f32,
  epsilon: f32,
  gradientScale: f32,
): void {
  const g = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale))
  const first = multiplyAdd(v128.load(m), f32x4.splat(beta1), f32x4.mul(g, f32x4.splat(oneMinusBeta1)))
  const gg = f32x4.mul(f32x4.mul(g, g), f32x4.splat(oneMinusBeta2))
  const second = multiplyAdd(v128.load(v), f32x4.splat(beta2), gg)
  const root = multiplyAdd(f32x4.sqrt(second), f32x4.splat(rootScale), f32x4.splat(epsilon))
  const change = f32x4.div(f32x4.mul(first, f32x4.splat(stepSize)), root)
  storeLanes(m, first, count)
  storeLanes(v, second, count)
  storeLanes(parameters, f32x4.sub(v128.load(parameters), change), count)
}

/**
 * For elements in [from, to): g = gradientScale·gradient;  m ← beta1·m + (1 − beta1)·g;  v ← beta2·v + (1 − beta2)·g²;
 * parameter ← parameter − stepSize·m / (√v·rootScale + epsilon), with the bias corrections in
 * stepSize = learningRate/(1 − beta1ᵗ) and rootScale = 1/√(1 − beta2ᵗ) (as in PyTorch).
 */
export function adam(
  from: i32,
  to: i32,
  parameters: usize,
  gradients: usize,
  m: usize,
  v: usize,
  stepSize: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  rootScale: f32,
  epsilon: f32,
  gradientScale: f32,
): void {
  const at = (from as usize) * FLOAT
  parameters += at
  gradients += at
  m += at
  v += at
  let length = to - from
  for (; length >= 4; length -= 4) {
    adamLanes(
      parameters,
      gradients,
      m,
      v,
      4,
      stepSize,
      beta1,
      oneMinusBeta1,
      beta2,
      oneMinusBeta2,
      rootScale,
      epsilon,
      gradientScale,
    )
    parameters += VECTOR
    gradients += VECTOR
    m += VECTOR
    v += VECTOR
  }
  if (length > 0) {
    adamLanes(
      parameters,
      gradients,
      m,
      v,
      length,
      stepSize,
      beta1,
      oneMinusBeta1,
      beta2,
      oneMinusBeta2,
      rootScale,
      epsilon,
      gradientScale,
    )
  }
}

/** For elements in [from, to): velocity ← momentum·velocity + gradientScale·gradient;  parameter ← parameter − learningRate·velocity. */
export function sgd(
  from: i32,
  to: i32,
  parameters: usize,
  gradients: usize,
  velocity: usize,
  learningRate: f32,
  momentum: f32,
  gradientScale: f32,
): void {
  const at = (from as usize) * FLOAT
  const length = to - from
  parameters += at
  gradients += at
  velocity += at
  for (let i = 0; i < length; i += 4) {
    const g = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale))
    const moved = multiplyAdd(v128.load(velocity), f32x4.splat(momentum), g)
    storeLanes(velocity, moved, length - i)
    storeLanes(
      parameters,
      f32x4.sub(v128.load(parameters), f32x4.mul(moved, f32x4.splat(learningRate))),
      length - i,
    )
    parameters += VECTOR
    gradients += VECTOR
    velocity += VECTOR
  }
}
