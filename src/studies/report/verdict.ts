/** The finding of an environment in words, no stronger than its intervals allow. */
import { type Finding, ranked, rankedBy } from '../findings.ts'
import { enumerate, estimateLine, plural } from '../format.ts'
import { ENOUGH_SEEDS } from '../statistics/index.ts'

/** One or two sentences; findings of one environment. */
export function verdict(findings: readonly Finding[]): string {
  const by = rankedBy(findings)
  const scored = ranked(findings).filter((finding) => finding[by])
  if (scored.length === 0) return 'No run has finished yet, so there is nothing to compare.'
  const [best, ...rest] = scored
  const measure = by === 'regret' ? 'final regret' : 'final return'
  const value = `${measure} ${estimateLine(best[by])}`
  if (rest.length === 0) return `${best.label}: ${value}.`
  const head = `${by === 'regret' ? 'Lowest' : 'Highest'} ${value}: ${best.label}.`
  const close = rest
    .filter((other) => overlaps(best[by]!.interval, other[by]!.interval))
    .map(({ label }) => label)
  if (!best[by]!.interval) return `${head} With a single seed that is no evidence of a difference.`
  if (close.length === 0) return `${head} Its interval lies apart from all others.`
  const others = close.length === rest.length ? 'any other' : `${enumerate(close)}`
  return `${head} Its interval overlaps that of ${others}, so these runs do not tell them apart.`
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
