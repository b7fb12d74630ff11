import { type Kernels, MIN_DIVIDED_MULTIPLICATIONS, usableThreads } from '../kernels/index.ts'
import type { Config } from './config.ts'

/** Threads to start for learning: with `auto` none for networks so small that no call would be divided. */
export function threadsToStart({ threads, network, numEnvs, rolloutSteps, minibatches }: Config): number {
  const usable = usableThreads()
  if (threads !== 'auto') return usable === 1 ? 1 : threads
  const rows = (numEnvs * rolloutSteps) / minibatches
  const weights = network.hidden.map((units, i) => units * (network.hidden[i - 1] ?? 1))
  return network.convolutions.length > 0 || rows * Math.max(...weights) >= MIN_DIVIDED_MULTIPLICATIONS
    ? usable
    : 1
}

/** The first updates are not timed: code is compiled in them. */
const WARM_UP = 2
/** Updates of a trial, alone and together each. */
const TRIALS = 4
/** Updates from the first trial to the second; twice as many to every further one. */
const FIRST_PAUSE = 100
/** A thread that is so many times slower together than alone waits for one that other programs hold up: no more of that. */
const HOPELESS = 2

/**
 * Whether the threads that are there are faster together than one alone, found out by timing updates by turns, and again now
 * and then, as other programs come and go. Either way gives the same bits.
 */
export class ThreadChoice {
  readonly #kernels: Kernels
  #together = false
  /** Milliseconds of the updates of a trial. */
  #alone: number[] = []
  #joint: number[] = []
  /** Updates before the next trial, and after it. */
  #wait = WARM_UP
  #pause = FIRST_PAUSE

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** Threads that learn together by the latest trial. */
  get chosen(): number {
    return this.#together ? this.#kernels.threads : 1
  }

  /** Does an update's learning, with as many threads as seems best or is to be tried. */
  run<T>(learn: () => T): T {
    if (this.#kernels.threads === 1) return learn()
    if (this.#wait > 0) {
      this.#wait--
      this.#kernels.together = this.#together
      return learn()
    }
    const together = this.#alone.length > this.#joint.length
    this.#kernels.together = together
    const start = performance.now()
    const result = learn()
    ;(together ? this.#joint : this.#alone).push(performance.now() - start)
    if (together) this.#decide()
    return result
  }

  #decide(): void {
    const alone = median(this.#alone)
    const hopeless = median(this.#joint) > HOPELESS * alone
    if (this.#joint.length < TRIALS && !hopeless) return
    this.#together = median(this.#joint) < alone
    this.#alone = []
    this.#joint = []
    this.#wait = this.#pause
    this.#pause *= 2
  }
}

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1]
