/** Runs the jobs of a study with progress and a clean stop, then prints what came of it: the common part of compare and sweep. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CONFIG_FILE } from '../runs/files/index.ts'
import { readRun } from '../runs/folder/index.ts'
import type { PlannedRun } from '../studies/engine/plan.ts'
import { runPool } from '../studies/engine/pool.ts'
import { pruneStudy } from '../studies/folder/prune.ts'
import { duration, plural } from '../studies/format.ts'
import { type Job, type JobSource, joined, listedJobs, type Outcome } from '../studies/job.ts'
import { findingOf } from '../studies/results/findings.ts'
import { groupRuns } from '../studies/results/groups.ts'
import type { SearchJobs } from '../studies/search/search-jobs.ts'
import { Reported } from './errors.ts'
import { findingsText } from './findings-table.ts'
import { listenForInterrupt } from './interrupt.ts'
import { shellWord } from './options.ts'
import { StudyProgress } from './progress/study-progress.ts'
import { say } from './say.ts'
import { searchText } from './search-table.ts'
import { textList } from './table.ts'

/** Where the runs are done. */
export interface Engine {
  /** `2 at a time`. */
  readonly about: string
  /** What makes the command of a study go on with this engine. */
  readonly flags: string
  run(source: JobSource, progress: StudyProgress, signal: AbortSignal): Promise<Map<Job, Outcome>>
}

/** This machine, with so many runs at a time. */
export const localEngine = (workers: number): Engine => ({
  about: `${workers} at a time`,
  flags: '',
  run: (source, progress, signal) => runPool(source, { workers, signal, listeners: progress }),
})

export interface StudyToRun {
  readonly title: string
  readonly out: string
  readonly runs: readonly PlannedRun[]
  readonly search?: SearchJobs | undefined
  readonly engine: Engine
  /** The command that makes this study. */
  readonly command: string
}

export async function runStudy(study: StudyToRun): Promise<void> {
  const { title, out, runs, search, engine } = study
  const open = runs.filter(({ state }) => state !== 'finished').map(({ job }) => job)
  const kept = runs.length - open.length
  const facts = [
    plural(open.length, 'run'),
    ...(kept ? [`${kept} finished before`] : []),
    ...(search ? [`a search with ${plural(search.jobs.length, 'run')} to begin with`] : []),
    engine.about,
  ]
  say(`${title}: ${facts.join(', ')} → ${out}`)
  const began = performance.now()
  const source = joined([listedJobs(open), ...(search ? [search] : [])])
  const { outcomes, interruption } = await perform(source, engine)
  search?.save()
  const jobs = [...runs.map(({ job }) => job), ...(search?.reported ?? [])]
  pruneStudy(out, jobs)
  printResults(study, jobs, (performance.now() - began) / 1000, interruption.signal.aborted)
  interruption.throwIfAsked()
  reportFailures(outcomes, jobs)
  const [problem] = search?.problems ?? []
  if (problem) throw new Error(problem)
}

function printResults(
  { out, search, command, engine }: StudyToRun,
  jobs: readonly Job[],
  seconds: number,
  stopped: boolean,
): void {
  if (!existsSync(out)) return
  const made = jobs.filter(({ folder }) => existsSync(join(folder, CONFIG_FILE)))
  const facts: [string, string][] = [
    ['time', duration(seconds)],
    ['folder', out],
    stopped
      ? ['go on', `${command}${engine.flags} --resume`]
      : ['look', `formscale report ${shellWord(out)}`],
  ]
  const parts = [
    ...(search ? [searchText(search.state())] : []),
    ...(made.length > 0 ? [resultsOf(made)] : []),
  ]
  console.log([...parts, textList(facts)].join('\n\n'))
}

async function perform(source: JobSource, engine: Engine) {
  const progress = new StudyProgress(source.jobs)
  const interruption = listenForInterrupt(() =>
    progress.note('stopping after the updates in progress; Ctrl-C again to exit at once'),
  )
  try {
    const outcomes = await engine.run(source, progress, interruption.signal)
    return { outcomes, interruption }
  } finally {
    progress.end()
    interruption.release()
  }
}

/** The table of these runs, whatever else the folder holds. */
const resultsOf = (jobs: readonly Job[]) =>
  findingsText(groupRuns(jobs.map(({ folder }) => readRun(folder))).map(findingOf))

/**
 * Says which runs failed; their causes came with the progress. A point of a search that fails is one of its results.
 *
 * @throws Reported if one of the study's own runs failed.
 */
function reportFailures(outcomes: ReadonlyMap<Job, Outcome>, jobs: readonly Job[]): void {
  const failed: Job[] = []
  for (const [job, outcome] of outcomes) {
    if (outcome.status !== 'failed') continue
    failed.push(job)
    if (process.argv.includes('--debug')) say(`${job.name}: ${outcome.stack}`)
  }
  if (failed.length === 0) return
  // Which of two ended first is chance; the study's own order isn't.
  const names = failed
    .sort((a, b) => jobs.indexOf(a) - jobs.indexOf(b))
    .map(({ name }) => name)
    .join(', ')
  say(`formscale: ${failed.length} of ${plural(outcomes.size, 'run')} failed: ${names}`)
  if (failed.some((job) => jobs.includes(job))) throw new Reported()
}
