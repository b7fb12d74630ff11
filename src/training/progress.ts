import type { Metrics, Progress } from './metrics.ts'

/** Rows that count as now. */
export const RECENT = 10

/** Episodes that it takes to say that returns are all the same. */
const ENOUGH_EPISODES = 20

/**
 * How the returns of a run have gone so far.
 *
 * `fallen`: more than half of what the best ten rows gained over the first ten is lost again in the last ten. Each row is the
 * mean of a hundred episodes, so that it takes more than the noise of a few. A loss of less than a quarter of the returns'
 * own size counts for nothing: before anything is learnt, returns go up and down by so much.
 *
 * @param solved return from which the environment counts as solved, where that is known.
 */
export function progressOf(rows: readonly Metrics[], solved?: number): Progress {
  const known = rows.filter(({ meanReturn }) => meanReturn !== null)
  const returns = known.map(({ meanReturn }) => meanReturn as number)
  if (returns.length === 0) return 'open'
  const now = mean(returns.slice(-RECENT))
  if (solved !== undefined && now >= solved) return 'solved'
  if (returns.every((value) => value === returns[0])) {
    const episodes = known[known.length - 1].episodes - known[0].episodes
    return episodes >= ENOUGH_EPISODES ? 'constant' : 'open'
  }
  const first = mean(returns.slice(0, RECENT))
  const best = Math.max(first, now, ...blockMeans(returns))
  const lost = best - now
  const isLoss = lost > 0.25 * Math.max(Math.abs(best), Math.abs(now))
  return isLoss && lost > 0.5 * (best - first) ? 'fallen' : 'open'
}

/** Means of ten rows each, from the first; what is left at the end is no ten. */
const blockMeans = (values: readonly number[]) =>
  Array.from({ length: Math.floor(values.length / RECENT) }, (_, i) =>
    mean(values.slice(i * RECENT, (i + 1) * RECENT)),
  )

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
