/** A search: points of one or several spaces, tried on seeds of their own. */
import type { Coordinate } from '../../updates/index.ts'
import type { Member } from '../study.ts'
import type { Metric } from './metric.ts'

export interface Trial {
  /** The point as a member, named after its space and its number. */
  readonly member: Member
  readonly coordinates: readonly Coordinate[]
}

export interface SearchSpace {
  /** The best of its trials is called so. */
  readonly name: string
  readonly trials: readonly Trial[]
}

export interface Search {
  readonly metric: Metric
  /** Never those on which the best are shown. */
  readonly seeds: readonly number[]
  /** η: the budget grows so from rung to rung, and the best 1/η go on. */
  readonly reduction: number
  /** 1: every trial gets the whole budget. */
  readonly rungs: number
  readonly spaces: readonly SearchSpace[]
}

/** Steps that a trial has done at the end of a rung, of `totalSteps`. */
export const stepsAt = ({ reduction, rungs }: Search, rung: number, totalSteps: number) =>
  Math.ceil(totalSteps / reduction ** (rungs - 1 - rung))
