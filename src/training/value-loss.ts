/**
 * PPO's value loss for one sample: ½(V − r̂)², or with a clip range c the larger of that and
 * ½(clip(V, V_old ± c) − r̂)² (Huang et al. 2022, detail 9).
 */
export function valueLoss(
  value: number,
  oldValue: number,
  lambdaReturn: number,
  clip: number | null,
): number {
  const plain = 0.5 * (value - lambdaReturn) ** 2
  if (clip === null) return plain
  const moved = oldValue + Math.max(-clip, Math.min(clip, value - oldValue))
  return Math.max(plain, 0.5 * (moved - lambdaReturn) ** 2)
}

/** d valueLoss / dV: 0 where the clipped branch is the larger and is flat. */
export function valueGradient(
  value: number,
  oldValue: number,
  lambdaReturn: number,
  clip: number | null,
): number {
  const error = value - lambdaReturn
  if (clip === null || Math.abs(value - oldValue) <= clip) return error
  const moved = oldValue + Math.sign(value - oldValue) * clip
  return (moved - lambdaReturn) ** 2 > error ** 2 ? 0 : error
}
