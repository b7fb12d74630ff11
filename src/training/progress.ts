import type { Metrics, Progress } from './metrics.ts'

/** Rows that count as now. */
export const RECENT = 10

/** Episodes that it takes to say that returns are all the same. */
const ENOUGH_EPISODES = 20

/** Share of the regret that a run began with, of which little enough is left for a success. */
const SOLVED_REGRET = 0.05

/** Means of so many returns are compared. */
const BLOCK = RECENT

/** How the returns of a run go: each row adds to it in the same time, however many there were. */
export class ReturnHistory {
  #count = 0
  /** Of the first row with a return, and of the latest. */
  #first: { readonly value: number; readonly episodes: number } | undefined
  #episodes = 0
  #isConstant = true
  /** Of the first row that knows it, and of the latest. */
  #firstRegret: number | undefined
  #regret: number | undefined
  readonly #recent: number[] = []
  /** Sum of the block that is not full yet. */
  #sum = 0
  /** Means of full blocks: of the first, and the greatest. */
  #firstMean: number | undefined
  #bestMean = Number.NEGATIVE_INFINITY

  add({ meanReturn: value, episodes, regret }: Pick<Metrics, 'meanReturn' | 'episodes' | 'regret'>): void {
    this.#firstRegret ??= regret
    this.#regret = regret
    if (value === null) return
    this.#first ??= { value, episodes }
    this.#episodes = episodes
    if (value !== this.#first.value) this.#isConstant = false
    this.#recent.push(value)
    if (this.#recent.length > RECENT) this.#recent.shift()
    this.#sum += value
    if (++this.#count % BLOCK > 0) return
    const blockMean = this.#sum / BLOCK
    this.#sum = 0
    this.#firstMean ??= blockMean
    this.#bestMean = Math.max(this.#bestMean, blockMean)
  }

  /**
   * How they have gone so far.
   *
   * `fallen`: more than half of what the best ten rows gained over the first ten is lost again in the last ten. Each row is
   * the mean of a hundred episodes, so that it takes more than the noise of a few. A loss of less than a quarter of the
   * returns' own size counts for nothing: before anything is learnt, returns go up and down by so much.
   *
   * @param solved return from which the environment counts as solved, where that is known. Where the exact regret is known, it
   *   is solved once that is at most a twentieth of what it was after the first update.
   */
  progress(solved?: number): Progress {
    if (this.#isWithoutRegret()) return 'solved'
    if (!this.#first) return 'open'
    const now = mean(this.#recent)
    if (solved !== undefined && now >= solved) return 'solved'
    if (this.#isConstant)
      return this.#episodes - this.#first.episodes >= ENOUGH_EPISODES ? 'constant' : 'open'
    const first = this.#firstMean ?? now
    const best = Math.max(first, now, this.#bestMean)
    const lost = best - now
    const isLoss = lost > 0.25 * Math.max(Math.abs(best), Math.abs(now))
    return isLoss && lost > 0.5 * (best - first) ? 'fallen' : 'open'
  }

  #isWithoutRegret(): boolean {
    return (
      this.#firstRegret !== undefined &&
      this.#regret !== undefined &&
      this.#regret <= SOLVED_REGRET * this.#firstRegret
    )
  }
}

/** How the returns of these rows went; see {@link ReturnHistory.progress}. */
export function progressOf(rows: Iterable<Metrics>, solved?: number): Progress {
  const history = new ReturnHistory()
  for (const row of rows) history.add(row)
  return history.progress(solved)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
