/**
 * Asynchronous successive halving (Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning"): every trial
 * does the first rung of the budget; of those that did a rung, the best 1/η may do the next, as soon as they are among
 * the best of the trials that have come that far.
 */

import { FAILED } from './metric.ts'

/** How far a trial came: rungs count from 0. */
export interface Step {
  readonly trial: number
  readonly rung: number
}

export class Halving {
  readonly #reduction: number
  readonly #rungs: number
  /** Of each rung, the scores of the trials that did it, one for each environment, higher is better. */
  readonly #scores: Map<number, readonly number[]>[]
  readonly #promoted: Set<number>[]

  /** @param promotions made before, in a study that goes on. */
  constructor(reduction: number, rungs: number, promotions: readonly Step[] = []) {
    this.#reduction = reduction
    this.#rungs = rungs
    this.#scores = Array.from({ length: rungs }, () => new Map())
    this.#promoted = Array.from({ length: rungs }, () => new Set())
    for (const { trial, rung } of promotions) this.#promoted[rung - 1].add(trial)
  }

  /** A trial has done a rung, or failed in it. */
  add({ trial, rung }: Step, scores: readonly number[]): void {
    this.#scores[rung].set(trial, scores)
  }

  /** The trials that may go on now, each with the rung to do next. They count as sent from here on. */
  promote(): Step[] {
    const steps: Step[] = []
    for (let rung = this.#rungs - 2; rung >= 0; rung--) {
      const quota = Math.floor(this.#scores[rung].size / this.#reduction)
      for (const trial of this.ranked(rung).slice(0, quota)) {
        if (this.#promoted[rung].has(trial) || this.#failed(trial, rung)) continue
        this.#promoted[rung].add(trial)
        steps.push({ trial, rung: rung + 1 })
      }
    }
    return steps
  }

  /** The trials that did a rung, best first: by their mean rank over environments, which have scales of their own. */
  ranked(rung: number): number[] {
    const scores = [...this.#scores[rung]]
    const environments = scores[0]?.[1].length ?? 0
    const places = new Map(scores.map(([trial]) => [trial, 0]))
    for (let e = 0; e < environments; e++)
      for (const [trial, own] of scores) {
        const better = scores.filter(([, other]) => other[e] > own[e]).length
        const equal = scores.filter(([, other]) => other[e] === own[e]).length
        places.set(trial, places.get(trial)! + better + (equal - 1) / 2)
      }
    return [...places.keys()].sort((a, b) => places.get(a)! - places.get(b)! || a - b)
  }

  /** The best of the trials that came furthest without failing; undefined if all failed. */
  best(): Step | undefined {
    for (let rung = this.#rungs - 1; rung >= 0; rung--) {
      const trial = this.ranked(rung).find((candidate) => !this.#failed(candidate, rung))
      if (trial !== undefined) return { trial, rung }
    }
    return undefined
  }

  /** Its scores at each rung that it did, one for each environment. */
  scoresOf(trial: number): (readonly number[])[] {
    return this.#scores.flatMap((scores) => (scores.has(trial) ? [scores.get(trial)!] : []))
  }

  #failed = (trial: number, rung: number) => this.#scores[rung].get(trial)?.includes(FAILED) === true
}
