import { statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { codeIn } from '../../envs/id.ts'
import { requireEnvironment } from '../../rollouts/index.ts'
import { lockFolder, makeFolder } from '../../runs/folder/index.ts'
import { planStudy } from '../../studies/engine/plan.ts'
import { readStudyFile, type StudyFile } from '../../studies/file/read.ts'
import { recordCommand, STUDY_COPY } from '../../studies/folder/study-file.ts'
import { folderName } from '../../studies/folder-name.ts'
import { SearchJobs } from '../../studies/search/search-jobs.ts'
import { runsOf, type Study } from '../../studies/study.ts'
import { isCode } from '../../updates/index.ts'
import { requireNamed } from '../named-code.ts'
import { shellWord } from '../options.ts'
import { inRuns } from '../output-folder.ts'
import { queueEngine } from '../queue-engine.ts'
import { redisUrl } from '../redis-option.ts'
import { localEngine, runStudy } from '../run-study.ts'
import { warnOfActions } from '../warn-of-actions.ts'
import { searchBatches, studyBatches } from './batches.ts'
import { dryRun } from './dry-run.ts'

export interface SweepFlags {
  readonly out?: string
  readonly workers?: number
  readonly redis?: string | true
  readonly resume?: true
  readonly dryRun?: true
  readonly allowEnv?: readonly string[]
  readonly allowUpdate?: readonly string[]
}

export async function sweepAction(path: string, flags: SweepFlags): Promise<void> {
  const url = flags.redis === undefined ? undefined : redisUrl(flags.redis, 'sweep')
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const file = isFolder ? join(path, STUDY_COPY) : path
  const name = basename(isFolder ? path : file).replace(/\.ya?ml$/, '')
  const out = flags.out ?? (isFolder ? path : inRuns(folderName(name)))
  const workers = flags.workers ?? availableParallelism()
  const { study, search, text, environmentError } = readStudyFile(file)
  await requireEnvironments(study, environmentError, flags.allowEnv)
  const trials = search?.spaces.flatMap((space) => space.trials) ?? []
  for (const { update } of [...study.members, ...trials.map(({ member }) => member)])
    if (isCode(update)) requireNamed(update.scale.own, 'the study', flags.allowUpdate, 'update')
  const runs = planStudy(study, out, flags.resume === true || flags.dryRun === true)
  const searchJobs = search && new SearchJobs(search, study, out)
  if (flags.dryRun) {
    const batches =
      search && searchJobs ? searchBatches(search, study, searchJobs.state(), searchJobs.reported) : []
    return dryRun([...batches, ...studyBatches(runs)], runs, workers)
  }
  const engine = url === undefined ? localEngine(workers) : await queueEngine(url, out)
  const words = ['formscale', 'sweep', path, ...(flags.out === undefined ? [] : ['--out', out])]
  const command = words.map(shellWord).join(' ')
  makeFolder(out)
  lockFolder(out)
  writeFileSync(join(out, STUDY_COPY), text)
  recordCommand(out, command)
  await runStudy({ title: name, out, runs, search: searchJobs, engine, command })
}

/** Every environment is made once, before anything is written. */
async function requireEnvironments(
  study: Study,
  errorAt: StudyFile['environmentError'],
  allowed: readonly string[] | undefined,
): Promise<void> {
  const runs = runsOf(study)
  for (const [index, { id }] of study.environments.entries()) {
    try {
      requireNamed(codeIn(id), 'the study', allowed)
      const { actionSpace } = await requireEnvironment(id)
      const first = runs.find(({ config }) => config.env === id)
      if (first) warnOfActions(first.config, actionSpace)
    } catch (error) {
      throw errorAt(index, (error as Error).message)
    }
  }
}
