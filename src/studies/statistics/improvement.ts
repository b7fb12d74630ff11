import { stream } from '../../random/index.ts'
import {
  asDrawn,
  type BootstrapOptions,
  type Estimate,
  percentileInterval,
  type Resamples,
  stratifiedResamples,
} from './bootstrap.ts'
import { requireSameEnvironments, type Scores, scoresAt } from './scores.ts'

/** How resampling of two sets of scores is done. */
export interface ImprovementOptions extends BootstrapOptions {
  /** Resamples of x and of y to use in place of own ones. */
  readonly drawn?: readonly [Resamples, Resamples]
}

/**
 * Probability that a run of x scores higher than a run of y in the same environment, ties counting half, averaged over
 * environments: the Mann–Whitney U statistic of each divided by its number of pairs. Scores are those of the last step.
 *
 * The interval resamples the runs of x and of y independently, in each environment by itself; null if either has one
 * run only. Where every run of x beats every run of y it is [1, 1], however few they are.
 *
 * @throws RangeError if they have different numbers of environments.
 */
export function probabilityOfImprovement(x: Scores, y: Scores, options: ImprovementOptions = {}): Estimate {
  requireSameEnvironments(x, y)
  const wins = shareOfWins(x, y)
  const value = wins(asDrawn(x.runs * x.environments), 0, asDrawn(y.runs * y.environments), 0)
  if (x.runs < 2 || y.runs < 2) return { value, interval: null }
  const [ofX, ofY] = options.drawn ?? [resamplesFor(x, 0, options), resamplesFor(y, 1, options)]
  const values = Float64Array.from({ length: ofX.count }, (_, row) =>
    wins(ofX.draws, row * ofX.cells, ofY.draws, row * ofY.cells),
  )
  return { value, interval: percentileInterval(values, options.level) }
}

/** All pairs: `[i][j]` is that of i over j, null on the diagonal. One over the other mirrors the other over the one. */
export function improvementPairs(members: readonly Scores[]): (Estimate | null)[][] {
  const work = improvementSteps(members)
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** The same, with a stop after each pair: many pairs take seconds. */
export function* improvementSteps(members: readonly Scores[]): Generator<void, (Estimate | null)[][]> {
  const made = new Map<string, Resamples>()
  const shared = (scores: Scores, side: number) => {
    const key = `${scores.runs} ${side}`
    if (!made.has(key)) made.set(key, resamplesFor(scores, side, {}))
    return made.get(key)!
  }
  const pairs = members.map(() => members.map((): Estimate | null => null))
  for (let i = 0; i < members.length; i++)
    for (let j = i + 1; j < members.length; j++) {
      const drawn = [shared(members[i], 0), shared(members[j], 1)] as const
      const estimate = probabilityOfImprovement(members[i], members[j], { drawn })
      pairs[i][j] = estimate
      pairs[j][i] = mirrored(estimate)
      yield
    }
  return pairs
}

const mirrored = ({ value, interval }: Estimate): Estimate => ({
  value: 1 - value,
  interval: interval && { low: 1 - interval.high, high: 1 - interval.low },
})

/** The two sides draw from streams of their own. */
const resamplesFor = ({ runs, environments }: Scores, side: number, options: BootstrapOptions) =>
  stratifiedResamples(runs, environments, {
    resamples: options.resamples ?? 2000,
    random: options.random ?? stream(0, 'bootstrap', side),
  })

type ShareOfWins = (drawsX: Uint32Array, fromX: number, drawsY: Uint32Array, fromY: number) => number

/** For each x, the y below it and the y equal to it are ranges of the sorted y, whose draws a running sum counts. */
function shareOfWins(x: Scores, y: Scores): ShareOfWins {
  const { environments } = x
  const strata = Array.from({ length: environments }, (_, environment) => stratum(x, y, environment))
  const below = new Float64Array(y.runs + 1)
  return (drawsX, fromX, drawsY, fromY) => {
    let wins = 0
    for (let e = 0; e < environments; e++) {
      const { order, first, last } = strata[e]
      for (let rank = 0; rank < y.runs; rank++)
        below[rank + 1] = below[rank] + drawsY[fromY + order[rank] * environments + e]
      for (let run = 0; run < x.runs; run++)
        wins += (drawsX[fromX + run * environments + e] * (below[first[run]] + below[last[run]])) / 2
    }
    return wins / (environments * x.runs * y.runs)
  }
}

/** One environment: the runs of y in ascending order, and for each x how many are lower, and how many not higher. */
function stratum(x: Scores, y: Scores, environment: number) {
  const pick = (scores: Scores) =>
    scoresAt(scores, scores.steps - 1).filter((_, cell) => cell % scores.environments === environment)
  const ofY = pick(y)
  const order = Array.from(ofY.keys()).sort((a, b) => ofY[a] - ofY[b])
  const runsOfX = Array.from(pick(x))
  return {
    order,
    first: runsOfX.map((score) => ofY.filter((other) => other < score).length),
    last: runsOfX.map((score) => ofY.filter((other) => other <= score).length),
  }
}
