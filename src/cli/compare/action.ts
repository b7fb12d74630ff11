import { availableParallelism } from 'node:os'
import { codeIn } from '../../envs/id.ts'
import { requireEnvironment } from '../../rollouts/index.ts'
import { lockFolder, makeFolder, removeIfEmpty } from '../../runs/folder/index.ts'
import { planStudy } from '../../studies/engine/plan.ts'
import { recordCommand } from '../../studies/folder/study-file.ts'
import { folderName } from '../../studies/folder-name.ts'
import { runsOf } from '../../studies/study.ts'
import { rememberNamed } from '../named-code.ts'
import { inRuns, reserveFolder } from '../output-folder.ts'
import { localEngine, runStudy } from '../run-study.ts'
import { warnOfActions } from '../warn-of-actions.ts'
import { type CompareFlags, type CompareOptions, commandOf, studyFrom } from './study.ts'

export async function compareAction({ env, ...given }: CompareOptions): Promise<void> {
  if (env === undefined)
    throw new Error('compare needs an environment: formscale compare CartPole-v1 --updates ppo,spo')
  const flags: CompareFlags = { ...given, env }
  if (flags.resume && flags.out === undefined)
    throw new Error('--resume needs --out DIR, the folder to go on in')
  const study = studyFrom(flags)
  rememberNamed(codeIn(flags.env))
  // Checked before anything is written.
  const { actionSpace } = await requireEnvironment(flags.env)
  const [{ config }] = runsOf(study)
  warnOfActions(config, actionSpace)
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
    if (flags.out === undefined) removeIfEmpty(out)
  }
}
