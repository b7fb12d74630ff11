import type { Case, Numbers, Parameters, Show, Sign } from '../part.ts'

/** A trust region T±(ρ), on the probability ratio ρ = e^Δo, for each sign of the residual u apart. T±(1) = 1. */
export interface TrustRegion<P extends Parameters = Parameters> {
  /** A sentence: what it does to a push. */
  readonly about: string
  readonly parameters: P
  /** T for one sign, as a function of ρ. */
  factor(numbers: Numbers<P>, sign: Sign): (ratio: number) => number
  /** How far ρ may be from 1 to count as inside, for `clipFraction`. */
  range(numbers: Numbers<P>): number
  /** The largest |T| for one sign at this ρ. */
  most(numbers: Numbers<P>, ratio: number): number
  /** Whether T is negative somewhere, so that f falls with the evidence there. */
  pullsBack(numbers: Numbers<P>): boolean
  /** How far ρ may go from 1 before T jumps; Infinity where it never does. */
  edge(numbers: Numbers<P>): number
  /** A bound on |dT/dρ| where ρ is near 1. */
  slope(numbers: Numbers<P>): number
  /** T for one sign, with `ρ` in it. */
  formula(numbers: Numbers<P>, sign: Sign, show: Show): readonly Case[]
  /** What the formula calls `z`, where it does. */
  formulaOfZ?(numbers: Numbers<P>, sign: Sign, show: Show): string
}

/** Keeps the parameters' names, for the type of a point. */
export const trustRegion = <const P extends Parameters>(region: TrustRegion<P>) => region
