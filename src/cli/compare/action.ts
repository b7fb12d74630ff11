import { availableParallelism } from 'node:os'
import { requireEnvironment } from '../../rollouts/index.ts'
import { lockFolder, makeFolder } from '../../runs/folder/index.ts'
import { planStudy } from '../../studies/engine/plan.ts'
import { recordCommand } from '../../studies/folder/study-file.ts'
import { folderName } from '../../studies/folder-name.ts'
import { runsOf } from '../../studies/study.ts'
import { rememberNamed } from '../named-code.ts'
import { dropIfEmpty, inRuns, reserveFolder } from '../output-folder.ts'
import { localEngine, runStudy } from '../run-study.ts'
import type { CompareFlags } from './study.ts'
import { commandOf, studyFrom } from './study.ts'

export async function compareAction(flags: CompareFlags): Promise<void> {
  if (flags.resume && flags.out === undefined)
    throw new Error('--resume needs --out DIR, the folder to go on in')
  const study = studyFrom(flags)
  rememberNamed(flags.env)
  // Checked before anything is written.
  await requireEnvironment(flags.env)
  runsOf(study)
  const out = flags.out ?? reserveFolder(inRuns(`compare-${folderName(flags.env)}`))
  try {
    const runs = planStudy(study, out, flags.resume === true)
    const command = commandOf(flags, out)
    makeFolder(out)
    lockFolder(out)
    recordCommand(out, command)
    const engine = localEngine(flags.workers ?? availableParallelism())
    await runStudy({ title: flags.env, out, runs, engine, command })
  } finally {
    if (flags.out === undefined) dropIfEmpty(out)
  }
}
