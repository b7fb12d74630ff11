/** The columns of a table of findings, for the terminal and for reports. */

import { duration, estimateText, NONE, whole } from '../format.ts'
import type { Estimate } from '../statistics/index.ts'
import type { Finding } from './findings.ts'

export interface Column {
  readonly title: string
  /** Can be left out where space is short. */
  readonly secondary: boolean
  /** `interval` is empty where there is none. */
  cell(finding: Finding): { readonly value: string; readonly interval: string }
}

/** Quartiles need four runs. */
const IQM_SEEDS = 4

/** Those columns that say something about at least one of the findings. */
export function columnsFor(findings: readonly Finding[]): Column[] {
  const regret = findings.some((finding) => finding.regret)
  const iqm = findings.some(({ seeds }) => seeds.length >= IQM_SEEDS)
  return [
    plain('seeds', ({ seeds }) => whole(seeds.length)),
    ...(regret
      ? [measured('final regret', 'regret'), measured('regret over training', 'trainingRegret')]
      : []),
    { ...measured('final return', 'final'), secondary: regret },
    ...(iqm && !regret ? [{ ...measured('interquartile mean', 'finalIqm'), secondary: true }] : []),
    ...(regret ? [] : [measured('return over training', 'training')]),
    plain('steps/s', ({ stepsPerSecond }) => (stepsPerSecond === null ? NONE : whole(stepsPerSecond))),
    plain('time a run', ({ seconds }) => (seconds === null ? NONE : duration(seconds))),
  ]
}

type Measure = { [Key in keyof Finding]: Finding[Key] extends Estimate | null ? Key : never }[keyof Finding]

const measured = (title: string, measure: Measure): Column => ({
  title,
  secondary: false,
  cell: (finding) => estimateText(finding[measure]),
})

const plain = (title: string, text: (finding: Finding) => string): Column => ({
  title,
  secondary: true,
  cell: (finding) => ({ value: text(finding), interval: '' }),
})
