/** A search as a source of jobs: trials, rung by rung, and then the best of each space on the seeds of the study. */
import { join } from 'node:path'
import { jobOf, plannedRun } from '../engine/plan.ts'
import type { Job, JobSource, Outcome } from '../job.ts'
import { runsOf, type Study } from '../study.ts'
import type { Step } from './halving.ts'
import type { Search } from './search.ts'
import { readSearchFile, SEARCH_FOLDER, type SearchFile, writeSearchFile } from './search-file.ts'
import { SpaceSearch } from './space-search.ts'

export class SearchJobs implements JobSource {
  readonly jobs: readonly Job[]
  /** Runs of the best, whatever their state, as far as the best are known. */
  readonly reported: Job[] = []
  /** What kept the best of a space from being run. */
  readonly problems: string[] = []
  readonly #search: Search
  readonly #study: Study
  readonly #out: string
  readonly #spaces: readonly SpaceSearch[]
  readonly #settled = new Set<SpaceSearch>()

  /**
   * Takes up the search in `out`, if there is one.
   *
   * @throws Error of one line for a search or a run there that was made otherwise.
   */
  constructor(search: Search, study: Study, out: string) {
    this.#search = search
    this.#study = study
    this.#out = out
    const earlier = readSearchFile(out)
    if (earlier) refuseOther(earlier, search, out)
    const place = { search, environments: study.environments, folder: join(out, SEARCH_FOLDER) }
    this.#spaces = search.spaces.map(
      (space) =>
        new SpaceSearch(
          space,
          place,
          earlier?.spaces.find(({ name }) => name === space.name),
        ),
    )
    this.jobs = this.#spaces.flatMap((space) => [...space.begin(), ...this.#settle(space)])
  }

  ended(job: Job, _outcome: Outcome): Job[] {
    const jobs = this.#spaces.flatMap((space) => {
      const next = space.ended(job)
      return [...next, ...this.#settle(space)]
    })
    this.save()
    return jobs
  }

  save(): void {
    writeSearchFile(this.#out, this.state())
  }

  state(): SearchFile {
    const { metric, reduction, rungs } = this.#search
    return { metric, reduction, rungs, spaces: this.#spaces.map((space) => space.record()) }
  }

  /** Runs of the best on the study's seeds, once a space has been searched. */
  #settle(space: SpaceSearch): Job[] {
    if (!space.finished || this.#settled.has(space)) return []
    this.#settled.add(space)
    const best = space.best()
    const problem = this.#problemOf(space, best)
    if (problem) this.problems.push(problem)
    if (!best || problem) return []
    const jobs = this.#jobsOfBest(space, best)
    this.reported.push(...jobs)
    try {
      return jobs.filter((job) => plannedRun(job).state !== 'finished')
    } catch (error) {
      this.problems.push((error as Error).message)
      return []
    }
  }

  #problemOf({ space, valuesOf }: SpaceSearch, best: Step | undefined): string | undefined {
    if (!best) return `all trials of '${space.name}' failed; their folders have the causes`
    const blind = valuesOf(best.trial).at(-1)?.indexOf(null) ?? -1
    if (blind < 0) return undefined
    const { metric } = this.#search
    return `no trial of '${space.name}' has a ${metric} in ${this.#study.environments[blind].id}; search by another metric`
  }

  #jobsOfBest({ space }: SpaceSearch, { trial }: Step): Job[] {
    const { environments, seeds } = this.#study
    const { member } = space.trials[trial]
    const about = `best of ${space.trials.length} trials by ${this.#search.metric}, ${member.name}: ${member.update.about}`
    const best = { ...member, name: space.name, update: { ...member.update, name: space.name, about } }
    return runsOf({ environments, members: [best], seeds }).map((run) =>
      jobOf(run, this.#out, environments.length > 1),
    )
  }
}

function refuseOther(earlier: SearchFile, search: Search, out: string): void {
  for (const key of ['metric', 'reduction', 'rungs'] as const)
    if (earlier[key] !== search[key])
      throw new Error(
        `the search in ${out} was made with ${key} ${earlier[key]}, not ${search[key]}; give another --out`,
      )
}
