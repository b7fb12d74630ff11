/** What the server says of runs, as JSON: the page Runs reads it. */
import type { Point } from '../../studies/results/curves.ts'
import type { Finding } from '../../studies/results/findings.ts'
import type { Measure } from '../../studies/results/measure.ts'
import type { Aggregate, Estimate } from '../../studies/statistics/index.ts'
import type { CurveMetric } from '../../training/metrics.ts'

/**
 * `running`: wrote something a moment ago; `interrupted`: no longer, and never came to an end; `stopped`: ended early, on
 * purpose; `failed`: broke off with an error.
 */
export type Status = 'running' | 'finished' | 'stopped' | 'interrupted' | 'failed'

export interface RunLine {
  /** Of its folder, below the one that is served, with slashes. */
  readonly path: string
  /** Path of the study that it belongs to; '' for runs of no study. */
  readonly study: string
  readonly env: string
  readonly update: string
  readonly seed: number
  readonly status: Status
  readonly steps: number
  readonly totalSteps: number
  readonly meanReturn: number | null
  readonly regret: number | null
  readonly seconds: number | null
  /** Whether there is a policy to watch. */
  readonly checkpoint: boolean
  /** Settings that are not the same in all runs of the folder, by their dotted paths. */
  readonly settings: Settings
  /** Path of an earlier run of the same settings and seed, so that this one is no further evidence; null for most. */
  readonly repeats: string | null
}

/** Dotted path to text. */
export type Settings = Readonly<Record<string, string>>

export interface BrokenLine {
  readonly path: string
  readonly study: string
  readonly problem: string
}

export interface StudyLine {
  readonly path: string
  /** Runs in it, broken ones aside. */
  readonly runs: number
  /** Whether its runs are trials of a search, which count for nothing but the search. */
  readonly search: boolean
  /** The commands that made it, oldest first. */
  readonly commands: readonly string[]
}

/** `api/runs` */
export interface Overview {
  /** The folder that is served. */
  readonly dir: string
  readonly studies: readonly StudyLine[]
  readonly runs: readonly RunLine[]
  /** Settings that are the same in all of them. */
  readonly common: Settings
  readonly broken: readonly BrokenLine[]
}

export interface ShownFinding extends Finding {
  /** Its place in the palette, the same in all environments. */
  readonly colour: number
  /** Whether it is among those that a figure has room for. */
  readonly shown: boolean
}

export interface EnvironmentView {
  readonly env: string
  readonly measure: Measure
  /** Best first. */
  readonly findings: readonly ShownFinding[]
}

/** An update over all environments, its scores on one scale. */
export interface Standing {
  readonly label: string
  readonly colour: number
  /** Finished runs in each environment. */
  readonly runs: number
  readonly estimates: Readonly<Record<Aggregate, Estimate>>
}

/** `api/study?study=`: what a study found; that of all runs without `study`. */
export interface StudyView {
  readonly environments: readonly EnvironmentView[]
  /** Highest interquartile mean first; empty unless some update has scores in several environments. */
  readonly standings: readonly Standing[]
  /** What counts as 0 and as 1 in each environment. */
  readonly scale: readonly { readonly env: string; readonly zero: string; readonly one: string }[]
}

export interface ComparedLine {
  readonly label: string
  /** Mean over finished runs with its 95 % interval: steps, values, and both ends. */
  readonly mean: { readonly [Column in 'step' | 'value' | 'low' | 'high']: readonly number[] }
  readonly runs: readonly {
    readonly path: string
    readonly seed: number
    readonly points: readonly Point[]
  }[]
}

/** `api/compare?study=&env=&metric=&over=&label=…`: curves over environment steps, or over seconds of training. */
export interface Comparison {
  readonly metric: CurveMetric
  readonly lines: readonly ComparedLine[]
  /** Probability that a run of one scores better than one of another: rows over columns, in the order of `labels`. */
  readonly improvement: {
    readonly labels: readonly string[]
    readonly pairs: readonly (readonly (Estimate | null)[])[]
  }
}
