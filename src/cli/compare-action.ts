import { existsSync, mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { requireEnvironment } from '../rollouts/index.ts'
import { findingOf } from '../studies/findings.ts'
import { folderName } from '../studies/folder-name.ts'
import { duration, plural } from '../studies/format.ts'
import { groupRuns } from '../studies/groups.ts'
import { clearBeginnings, type Job, planStudy, studyConfigs } from '../studies/plan.ts'
import { type Outcome, runPool } from '../studies/pool.ts'
import { pruneStudy } from '../studies/prune.ts'
import { readRun } from '../studies/runs.ts'
import { recordCommand } from '../studies/study-file.ts'
import type { CompareFlags } from './compare.ts'
import { commandOf, studyFrom } from './compare-study.ts'
import { Reported } from './errors.ts'
import { findingsText } from './findings-table.ts'
import { listenForInterrupt } from './interrupt.ts'
import { shellWord } from './options.ts'
import { dropIfEmpty, inRuns, reserveFolder } from './output-folder.ts'
import { nameOf, StudyProgress } from './progress/study-progress.ts'
import { textList } from './table.ts'

export async function compareAction(flags: CompareFlags): Promise<void> {
  if (flags.resume && flags.out === undefined)
    throw new Error('--resume needs --out DIR, the folder to go on in')
  const study = studyFrom(flags)
  // Checked before anything is written.
  await requireEnvironment(study.env)
  studyConfigs(study)
  const out = flags.out ?? reserveFolder(inRuns(`compare-${folderName(flags.env)}`))
  try {
    const jobs = planStudy({ ...study, out }, flags.resume === true)
    mkdirSync(out, { recursive: true })
    recordCommand(out, commandOf(flags, out))
    await runStudy(jobs, flags, out)
  } finally {
    if (flags.out === undefined) dropIfEmpty(out)
  }
}

async function runStudy(jobs: readonly Job[], flags: CompareFlags, out: string): Promise<void> {
  const open = jobs.filter(({ state }) => state !== 'finished')
  const workers = flags.workers ?? availableParallelism()
  const kept = jobs.length - open.length
  process.stderr.write(
    `${flags.env}: ${plural(open.length, 'run')}${kept ? `, ${kept} finished before` : ''}, ${workers} at a time → ${out}\n`,
  )
  const progress = new StudyProgress(open)
  const interruption = listenForInterrupt(() =>
    progress.note('stopping after the updates in progress; Ctrl-C again to exit at once'),
  )
  const began = performance.now()
  for (const job of open) clearBeginnings(job)
  const outcomes = await runPool(open, { workers, signal: interruption.signal, ...progress.listeners })
  progress.end()
  interruption.release()
  pruneStudy(out, jobs)
  const made = jobs.filter(({ folder }) => existsSync(join(folder, 'config.json')))
  if (made.length > 0) {
    const facts: [string, string][] = [
      ['time', duration((performance.now() - began) / 1000)],
      ['folder', out],
      interruption.signal.aborted
        ? ['go on', `${commandOf(flags, out)} --resume`]
        : ['look', `formscale report ${shellWord(out)}`],
    ]
    console.log(`${resultsOf(made)}\n\n${textList(facts)}`)
  }
  interruption.throwIfAsked()
  reportFailures(outcomes)
}

/** The table of this comparison's runs, whatever else the folder holds. */
const resultsOf = (jobs: readonly Job[]) =>
  findingsText(groupRuns(jobs.map(({ folder }) => readRun(folder))).map(findingOf))

/** @throws Reported if a run failed; its cause came with the progress. */
function reportFailures(outcomes: ReadonlyMap<Job, Outcome>): void {
  const failed: string[] = []
  for (const [job, outcome] of outcomes) {
    if (outcome.status !== 'failed') continue
    failed.push(nameOf(job))
    if (process.argv.includes('--debug')) process.stderr.write(`${nameOf(job)}: ${outcome.stack}\n`)
  }
  if (failed.length === 0) return
  process.stderr.write(
    `formscale: ${failed.length} of ${plural(outcomes.size, 'run')} failed: ${failed.join(', ')}\n`,
  )
  throw new Reported()
}
