import type { Numbers, Parameters, Show } from '../part.ts'

/** A robust transform ψ(u): odd, slope 1 at 0, non-decreasing. */
export interface RobustTransform<P extends Parameters = Parameters> {
  /** A sentence: what it does to large residuals. */
  readonly about: string
  readonly parameters: P
  transform(numbers: Numbers<P>): (u: number) => number
  /** The largest |ψ|. */
  most(numbers: Numbers<P>): number
  /** A bound on |ψ''| near 0. */
  bend(numbers: Numbers<P>): number
  /** ψ(u) with `u` in it. */
  formula(numbers: Numbers<P>, show: Show): string
}

/** κ, which all transforms but `none` have. */
export const kappa = {
  symbol: 'κ',
  low: 1e-6,
  high: 1e6,
  slider: { low: 0.1, high: 5, step: 0.1 },
  usual: 1,
  about: 'residuals of about this size and more are held back',
} as const

/** Keeps the parameters' names, for the type of a point. */
export const robustTransform = <const P extends Parameters>(robust: RobustTransform<P>) => robust
