/** What a study has to do: its runs, where each belongs, and what is there already. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONFIG_FILE, isLeftover } from '../../runs/files/index.ts'
import { configIn, hasCheckpoint, refuseUsed, resultIn } from '../../runs/folder/index.ts'
import type { Config } from '../../training/index.ts'
import { folderBelow, refuseLookalike } from '../folder/standing-folder.ts'
import type { Job } from '../job.ts'
import { differences } from '../results/groups.ts'
import { runsOf, type Study, type StudyRun } from '../study.ts'

/** What a run's folder holds: nothing to go on with, a checkpoint, or a whole run. */
export type RunState = 'new' | 'interrupted' | 'finished'

export interface PlannedRun {
  readonly job: Job
  readonly state: RunState
}

/**
 * The runs of a study in `out`/env/member/seed-n, and what is there of them already.
 *
 * @param resume whether `out` may hold runs already. Those of this study must have the same settings.
 * @throws Error of one line, also for a folder that is in the way.
 */
export function planStudy(study: Study, out: string, resume: boolean): PlannedRun[] {
  const runs = runsOf(study)
  if (!resume)
    refuseUsed(
      out,
      '--out',
      'add --resume: finished runs are kept, interrupted ones go on, new ones are added',
    )
  const folders = runs.flatMap((run) => {
    const member = memberFolder(run, out)
    return [out, dirname(member), member]
  })
  for (const folder of new Set(folders)) refuseLookalike(folder)
  const several = study.environments.length > 1
  return runs.map((run) => plannedRun(jobOf(run, out, several)))
}

export function plannedRun(job: Job): PlannedRun {
  return { job, state: stateOf(job) }
}

/** The job of a run, in `out`/env/member/seed-n. */
export function jobOf({ member, config }: StudyRun, out: string, nameEnvironment: boolean): Job {
  const name = `${member} seed ${config.seed}`
  return {
    name: nameEnvironment ? `${config.env} ${name}` : name,
    member,
    folder: join(memberFolder({ member, config }, out), `seed-${config.seed}`),
    config,
    priority: 0,
  }
}

const memberFolder = ({ member, config }: StudyRun, out: string) =>
  folderBelow(folderBelow(out, config.env), member)

function stateOf(job: Job): RunState {
  const { folder } = job
  if (!existsSync(folder)) return 'new'
  const entries = readdirSync(folder)
  if (entries.length === 0) return 'new'
  if (entries.includes(CONFIG_FILE)) {
    refuseOther(job)
    if (resultIn(folder)?.status === 'finished') return 'finished'
    if (hasCheckpoint(folder)) return 'interrupted'
  }
  if (!entries.every(isLeftover))
    throw new Error(
      `${folder} is in the way: it holds no run that could go on; move it or give another --out`,
    )
  return 'new'
}

function refuseOther({ folder, config }: Job): void {
  const [difference] = differences(settingsIn(folder), config)
  if (difference)
    throw new Error(
      `${folder} was made with ${difference.path}=${difference.a}, not ${difference.b}; give another --out`,
    )
}

function settingsIn(folder: string): Config {
  try {
    return configIn(folder).config
  } catch (error) {
    throw new Error(`${(error as Error).message}; remove it or give another --out`)
  }
}
