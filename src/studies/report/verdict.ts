/** The finding of an environment in words, no stronger than its intervals allow. */

import { enumerate, estimateLine, plural, whole } from '../format.ts'
import { type Finding, ranked, rankedBy } from '../results/findings.ts'
import {
  type Aggregate,
  aggregate,
  ENOUGH_SEEDS,
  type Estimate,
  runsToSeparate,
  type Scores,
} from '../statistics/index.ts'

/** One or two sentences; findings of one environment. */
export function verdict(findings: readonly Finding[]): string {
  const { by, name, lowerIsBetter } = rankedBy(findings)
  const scored = ranked(findings).flatMap((finding) => {
    const estimate = finding[by]
    return estimate ? [{ label: finding.label, estimate }] : []
  })
  if (scored.length === 0) return 'No run has finished yet, so there is nothing to compare.'
  return comparison(scored, name, lowerIsBetter)
}

export interface Ranked {
  readonly label: string
  readonly estimate: Estimate
}

/** What the intervals of ranked estimates allow to say, the best first. */
export function comparison(scored: readonly Ranked[], name: string, lowerIsBetter: boolean): string {
  const [best, ...rest] = scored
  const value = `${name} ${estimateLine(best.estimate)}`
  if (rest.length === 0) return `${best.label}: ${value}.`
  const head = `${lowerIsBetter ? 'Lowest' : 'Highest'} ${value}: ${best.label}.`
  if (!best.estimate.interval) return `${head} With a single seed that is no evidence of a difference.`
  const close = rest.filter(({ estimate }) => overlaps(best.estimate.interval, estimate.interval))
  if (close.length === 0) return `${head} Its interval lies apart from all others.`
  return `${head} Its interval overlaps that of ${namesOf(close, rest)}, so these runs do not tell them apart.`
}

/** More names than this do not help. */
const MAX_NAMED = 5

function namesOf(close: readonly Ranked[], rest: readonly Ranked[]): string {
  if (close.length === rest.length) return 'any other'
  const names = close.map(({ label }) => label)
  if (names.length <= MAX_NAMED) return enumerate(names)
  return `${names.slice(0, MAX_NAMED - 1).join(', ')} and ${names.length - MAX_NAMED + 1} more`
}

/** More seeds than this are not worth a number. */
const MAX_SEEDS = 300

/**
 * How many seeds would tell the best from the next one whose interval overlaps; null where all lie apart, or a single seed
 * says nothing.
 *
 * @param ranked scores, the best first.
 */
export function separation(ranked: readonly Scores[], which: Aggregate): string | null {
  const [best, second] = ranked
  if (!best || !second || best.runs < 2 || second.runs < 2) return null
  if (!overlaps(aggregate(best, which).interval, aggregate(second, which).interval)) return null
  const needed = runsToSeparate(best, second, which)
  if (needed === null) return null
  const pair = `${best.name} and ${second.name}`
  if (needed > MAX_SEEDS)
    return `If their difference is the one seen here, telling ${pair} apart would take more than ${MAX_SEEDS} seeds each.`
  const more = Math.max(1, needed - Math.min(best.runs, second.runs))
  return `About ${plural(needed, 'seed')} each (${whole(more)} more) would tell ${pair} apart four times in five, if their difference is the one seen here.`
}

/** What to keep in mind about the intervals; null where there is nothing to add. */
export function intervalNote(findings: readonly Finding[]): string | null {
  const fewest = Math.min(...findings.map(({ seeds }) => seeds.length).filter((count) => count > 0))
  if (fewest >= ENOUGH_SEEDS || !Number.isFinite(fewest)) return null
  if (fewest === 1) return 'A single seed has no interval; run more seeds before drawing conclusions.'
  return `With ${plural(fewest, 'seed')} these intervals are too narrow: three seeds hold the true mean only about 75 % of the time, ${ENOUGH_SEEDS} or more about as often as they say.`
}

type Bounds = { readonly low: number; readonly high: number } | null

/** Without an interval nothing tells two apart. */
const overlaps = (a: Bounds, b: Bounds) => !a || !b || (a.low <= b.high && b.low <= a.high)
