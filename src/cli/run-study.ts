/** Runs the jobs of a study with progress and a clean stop, then prints what came of it: the common part of compare and sweep. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findingOf } from '../studies/findings.ts'
import { duration, plural } from '../studies/format.ts'
import { groupRuns } from '../studies/groups.ts'
import { type Agenda, type Job, listAgenda, type Outcome } from '../studies/job.ts'
import type { PlannedRun } from '../studies/plan.ts'
import { runPool } from '../studies/pool.ts'
import { pruneStudy } from '../studies/prune.ts'
import { readRun } from '../studies/runs.ts'
import { Reported } from './errors.ts'
import { findingsText } from './findings-table.ts'
import { listenForInterrupt } from './interrupt.ts'
import { shellWord } from './options.ts'
import { StudyProgress } from './progress/study-progress.ts'
import { textList } from './table.ts'

export interface StudyToRun {
  readonly title: string
  readonly out: string
  readonly runs: readonly PlannedRun[]
  readonly workers: number
  /** The command that makes this study. */
  readonly command: string
}

export async function runStudy({ title, out, runs, workers, command }: StudyToRun): Promise<void> {
  const open = runs.filter(({ state }) => state !== 'finished').map(({ job }) => job)
  const kept = runs.length - open.length
  process.stderr.write(
    `${title}: ${plural(open.length, 'run')}${kept ? `, ${kept} finished before` : ''}, ${workers} at a time → ${out}\n`,
  )
  const began = performance.now()
  const { outcomes, interruption } = await perform(listAgenda(open), workers)
  const jobs = runs.map(({ job }) => job)
  pruneStudy(out, jobs)
  const made = jobs.filter(({ folder }) => existsSync(join(folder, 'config.json')))
  if (made.length > 0) {
    const facts: [string, string][] = [
      ['time', duration((performance.now() - began) / 1000)],
      ['folder', out],
      interruption.signal.aborted
        ? ['go on', `${command} --resume`]
        : ['look', `formscale report ${shellWord(out)}`],
    ]
    console.log(`${resultsOf(made)}\n\n${textList(facts)}`)
  }
  interruption.throwIfAsked()
  reportFailures(outcomes)
}

async function perform(agenda: Agenda, workers: number) {
  const progress = new StudyProgress(agenda.jobs, workers)
  const interruption = listenForInterrupt(() =>
    progress.note('stopping after the updates in progress; Ctrl-C again to exit at once'),
  )
  const outcomes = await runPool(agenda, { workers, signal: interruption.signal, listeners: progress })
  progress.end()
  interruption.release()
  return { outcomes, interruption }
}

/** The table of these runs, whatever else the folder holds. */
const resultsOf = (jobs: readonly Job[]) =>
  findingsText(groupRuns(jobs.map(({ folder }) => readRun(folder))).map(findingOf))

/** @throws Reported if a run failed; its cause came with the progress. */
function reportFailures(outcomes: ReadonlyMap<Job, Outcome>): void {
  const failed: string[] = []
  for (const [job, outcome] of outcomes) {
    if (outcome.status !== 'failed') continue
    failed.push(job.name)
    if (process.argv.includes('--debug')) process.stderr.write(`${job.name}: ${outcome.stack}\n`)
  }
  if (failed.length === 0) return
  process.stderr.write(
    `formscale: ${failed.length} of ${plural(outcomes.size, 'run')} failed: ${failed.join(', ')}\n`,
  )
  throw new Reported()
}
