/** The runs of a study by kind, for people to look over. */

import { resultIn } from '../../runs/folder/index.ts'
import type { PlannedRun } from '../../studies/engine/plan.ts'
import type { Job } from '../../studies/job.ts'
import { type Search, stepsAt } from '../../studies/search/search.ts'
import type { SearchFile } from '../../studies/search/search-file.ts'
import { configOf, type Study } from '../../studies/study.ts'
import type { Config } from '../../training/index.ts'

/** Runs of one kind in one environment. */
export interface Batch {
  /** Of one of them. */
  readonly config: Config
  readonly what: string
  readonly seeds: readonly number[]
  /** Of each run. */
  readonly steps: number
  readonly runs: number
  readonly finished: number
}

/** One for each member in each environment. */
export function studyBatches(runs: readonly PlannedRun[]): Batch[] {
  const groups = new Map<string, PlannedRun[]>()
  for (const run of runs) {
    const key = `${run.job.config.env} ${run.job.member}`
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].map((group) => {
    const [{ job }] = group
    return {
      config: job.config,
      what: job.member,
      seeds: group.map(({ job }) => job.config.seed),
      steps: job.config.totalSteps,
      runs: group.length,
      finished: group.filter(({ state }) => state === 'finished').length,
    }
  })
}

/**
 * One for each rung of each space in each environment, and one for the best of the space.
 *
 * @param reported runs of the best, as far as the best are known.
 */
export function searchBatches(
  search: Search,
  { environments, seeds }: Study,
  state: SearchFile,
  reported: readonly Job[],
): Batch[] {
  const finished = reported.filter(({ folder }) => resultIn(folder)?.status === 'finished')
  return search.spaces.flatMap(({ name, trials }, s) =>
    environments.flatMap((environment) => {
      const config = configOf(environment, trials[0].member, search.seeds[0])
      const upTo = (rung: number) => (rung < 0 ? 0 : stepsAt(search, rung, config.totalSteps))
      const rungs = Array.from({ length: search.rungs }, (_, rung): Batch => {
        const count = Math.floor(trials.length / search.reduction ** rung)
        const done = state.spaces[s].trials.filter(({ values }) => values.length > rung).length
        const what =
          search.rungs === 1 ? `${name}: ${count} trials` : `${name}: rung ${rung + 1}, ${count} trials`
        return {
          config,
          what,
          seeds: search.seeds,
          steps: upTo(rung) - upTo(rung - 1),
          runs: count * search.seeds.length,
          finished: done * search.seeds.length,
        }
      })
      const best = {
        config,
        what: `${name}: the best`,
        seeds,
        steps: config.totalSteps,
        runs: seeds.length,
        finished: finished.filter(({ member, config }) => member === name && config.env === environment.id)
          .length,
      }
      return [...rungs, best]
    }),
  )
}

/** `1 to 5`, or all of them. */
export function seedsText(seeds: readonly number[]): string {
  const consecutive = seeds.every((seed, i) => seed === seeds[0] + i)
  if (consecutive && seeds.length > 2) return `${seeds[0]} to ${seeds[seeds.length - 1]}`
  return seeds.join(', ')
}
