/** The search in one space: which trials are at work, which have done what, and who goes on. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FAILURE_FILE } from '../../runs/files/index.ts'
import { readRun, resultIn } from '../../runs/folder/index.ts'
import { jobOf, plannedRun } from '../engine/plan.ts'
import type { Job } from '../job.ts'
import { runsOf, type Study } from '../study.ts'
import { Halving, type Step } from './halving.ts'
import { FAILED, scoredValue, scoreOf, valueAt } from './metric.ts'
import { type Search, type SearchSpace, stepsAt } from './search.ts'
import type { SearchFile } from './search-file.ts'

type SpaceFile = SearchFile['spaces'][number]

export interface SearchPlace {
  readonly search: Search
  readonly environments: Study['environments']
  /** Where the runs go. */
  readonly folder: string
}

export class SpaceSearch {
  readonly space: SearchSpace
  readonly #place: SearchPlace
  readonly #halving: Halving
  readonly #promotions: Step[]
  /** Steps at work, with those of their runs that aren't done. */
  readonly #open = new Map<Step, Set<Job>>()

  /** @param earlier how far this search had come, if it goes on. */
  constructor(space: SearchSpace, place: SearchPlace, earlier: SpaceFile | undefined) {
    this.space = space
    this.#place = place
    this.#promotions = this.#known(earlier)
    this.#halving = new Halving(place.search.reduction, place.search.rungs, this.#promotions)
  }

  /**
   * Takes up what there is of the runs, and gives those that are to be done.
   *
   * @throws Error of one line for a run that was made with other settings.
   */
  begin(): Job[] {
    const rungOf = new Map(this.#promotions.map(({ trial, rung }) => [trial, rung]))
    const waiting: Step[] = []
    for (const trial of this.space.trials.keys()) {
      const last = rungOf.get(trial) ?? 0
      for (const job of this.#jobs({ trial, rung: last })) plannedRun(job)
      for (let rung = 0; rung < last; rung++) this.#score({ trial, rung })
      if (this.#jobs({ trial, rung: last }).every(isDone)) this.#score({ trial, rung: last })
      else waiting.push({ trial, rung: last })
    }
    // In the order in which they were sent, so that a search that goes on decides as one that never stopped.
    const sent = ({ trial, rung }: Step) =>
      this.#promotions.findIndex((step) => step.trial === trial && step.rung === rung)
    waiting.sort((a, b) => sent(a) - sent(b) || a.trial - b.trial)
    return [...waiting.flatMap((step) => this.#start(step)), ...this.#promote()]
  }

  /** Takes a run that ended; gives those that may follow. */
  ended(job: Job): Job[] {
    for (const [step, runs] of this.#open) {
      if (!runs.has(job) || !isDone(job)) continue
      runs.delete(job)
      if (runs.size > 0) return []
      this.#open.delete(step)
      this.#score(step)
      return this.#promote()
    }
    return []
  }

  /** Whether all trials have come as far as they may. */
  get finished(): boolean {
    return this.#open.size === 0
  }

  /** The best trial so far; undefined before any has ended, or if all failed. */
  best(): Step | undefined {
    return this.#halving.best()
  }

  /** At each rung that a trial did, its mean metric in each environment; null where it has none. */
  valuesOf = (trial: number): (number | null)[][] =>
    this.#halving
      .scoresOf(trial)
      .map((scores) => scores.map((score) => scoredValue(this.#place.search.metric, score)))

  record(): SpaceFile {
    const best = this.finished ? this.best() : undefined
    const nameOf = (trial: number) => this.space.trials[trial].member.name
    return {
      name: this.space.name,
      promotions: this.#promotions.map(({ trial, rung }) => ({ trial: nameOf(trial), rung })),
      best: best ? nameOf(best.trial) : null,
      trials: this.space.trials.map(({ member, coordinates }, trial) => ({
        name: member.name,
        coordinates: Object.fromEntries(coordinates),
        values: this.valuesOf(trial),
      })),
    }
  }

  #known(earlier: SpaceFile | undefined): Step[] {
    const numbers = new Map(this.space.trials.map(({ member }, trial) => [member.name, trial]))
    return (earlier?.promotions ?? []).flatMap(({ trial, rung }) => {
      const number = numbers.get(trial)
      return number === undefined ? [] : [{ trial: number, rung }]
    })
  }

  #promote(): Job[] {
    const steps = this.#halving.promote()
    this.#promotions.push(...steps)
    return steps.flatMap((step) => this.#start(step))
  }

  #start(step: Step): Job[] {
    const jobs = this.#jobs(step).filter((job) => !isDone(job))
    this.#open.set(step, new Set(jobs))
    return jobs
  }

  /** The runs of a step, done or not, in each environment and with each seed. */
  #jobs({ trial, rung }: Step): Job[] {
    const { search, environments, folder } = this.#place
    const members = [this.space.trials[trial].member]
    return runsOf({ environments, members, seeds: search.seeds }).map((run) => {
      const stopAt = stepsAt(search, rung, run.config.totalSteps)
      return {
        ...jobOf(run, folder, environments.length > 1),
        // Trials that have come far go before those that begin.
        priority: 1 + rung,
        ...(stopAt < run.config.totalSteps && { stopAt }),
      }
    })
  }

  #score(step: Step): void {
    const { search, environments } = this.#place
    const jobs = this.#jobs(step)
    const scores = environments.map(({ id }) => {
      const own = jobs.filter(({ config }) => config.env === id).map((job) => scoreIn(job, search))
      return own.reduce((sum, score) => sum + score, 0) / own.length
    })
    this.#halving.add(step, scores)
  }
}

const hasFailed = ({ folder }: Job) => existsSync(join(folder, FAILURE_FILE))

const isDone = (job: Job) =>
  hasFailed(job) || (resultIn(job.folder)?.steps ?? 0) >= (job.stopAt ?? job.config.totalSteps)

function scoreIn(job: Job, { metric }: Search): number {
  if (hasFailed(job)) return FAILED
  const { metrics } = readRun(job.folder)
  return scoreOf(metric, valueAt(metrics, job.stopAt ?? job.config.totalSteps, metric))
}
