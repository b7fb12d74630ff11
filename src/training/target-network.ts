import type { Policy } from '../policies/index.ts'

/** When the target network takes up what was learnt, and how much of it. */
export interface TargetNumbers {
  /** Updates from one time to the next. */
  readonly every: number
  /** Share of the way to the learnt weights, in (0, 1]: 1 copies them (Mnih et al. 2015), a small one averages (Lillicrap et al. 2016). */
  readonly rate: number
}

/** After this many updates of the run, θ⁻ ← θ⁻ + rate·(θ − θ⁻), if it is time. */
export function followLearner(
  target: Policy,
  learner: Policy,
  updates: number,
  { every, rate }: TargetNumbers,
): void {
  if (updates % every !== 0) return
  const [to, from] = [target, learner].map(({ network }) => network.parameters.values.data)
  if (rate === 1) to.set(from)
  else for (let i = 0; i < to.length; i++) to[i] += rate * (from[i] - to[i])
}
