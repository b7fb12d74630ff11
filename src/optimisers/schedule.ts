export type ScheduleKind = 'constant' | 'linear' | 'cosine'

/**
 * The value at absolute step `step` of `total`: `initial` throughout, or falling to 0 at `total` along a line
 * or half a cosine. Steps beyond `total` have its value.
 */
export function scheduled(kind: ScheduleKind, initial: number, step: number, total: number): number {
  const progress = Math.min(1, step / total)
  switch (kind) {
    case 'constant':
      return initial
    case 'linear':
      return initial * (1 - progress)
    case 'cosine':
      return initial * 0.5 * (1 + Math.cos(Math.PI * progress))
  }
}
