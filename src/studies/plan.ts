/** What a study has to do: its runs, where each belongs, and what is there already. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, type ConfigInput, resolveConfig } from '../training/config.ts'
import { folderName } from './folder-name.ts'
import { differences } from './groups.ts'
import { refuseUsed } from './refuse-used.ts'
import { isFinished, readRun } from './runs.ts'

export interface Study {
  readonly env: string
  readonly updates: readonly NonNullable<ConfigInput['update']>[]
  readonly seeds: readonly number[]
  /** Settings that all runs share. */
  readonly settings: Omit<ConfigInput, 'env' | 'update' | 'seed'>
  /** Runs go to `out`/env/update/seed-n. */
  readonly out: string
}

export interface Job {
  readonly folder: string
  readonly config: Config
  /** What the folder holds: nothing yet, a checkpoint to go on from, or a whole run. */
  readonly state: 'new' | 'interrupted' | 'finished'
}

/**
 * The settings of every run of a study, seed by seed, so that every update has a first result early.
 *
 * @throws Error of one line for a setting that is wrong, or two updates of one name.
 */
export function studyConfigs({ env, updates, seeds, settings }: Omit<Study, 'out'>): Config[] {
  const configs = seeds.flatMap((seed) =>
    updates.map((update) => resolveConfig({ ...settings, env, update, seed })),
  )
  refuseNamesakes(configs)
  return configs
}

/**
 * The runs of a study, and what is there of them already.
 *
 * @param resume whether `out` may hold runs already. Those of this study must have the same settings.
 * @throws Error of one line, also for a folder that is in the way.
 */
export function planStudy(study: Study, resume: boolean): Job[] {
  const configs = studyConfigs(study)
  if (!resume)
    refuseUsed(study.out, 'add --resume: finished runs are kept, interrupted ones go on, new ones are added')
  return configs.map((config) => {
    const update = folderName(config.update.name)
    const folder = join(study.out, folderName(config.env), update, `seed-${config.seed}`)
    return { folder, config, state: stateOf(folder, config) }
  })
}

function refuseNamesakes(configs: readonly Config[]): void {
  const seen = new Set<string>()
  for (const { seed, update } of configs) {
    const key = `${folderName(update.name)} ${seed}`
    if (seen.has(key))
      throw new Error(`two of the updates are called '${update.name}'; give each its own name, in its file`)
    seen.add(key)
  }
}

/** Files that a run killed before its first checkpoint may leave. */
const BEGINNINGS = /^(config\.json(\.tmp)?|metrics\.jsonl|events\.out\.tfevents\..*|checkpoint)$/

function stateOf(folder: string, config: Config): Job['state'] {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return 'new'
  const entries = readdirSync(folder)
  if (entries.includes('config.json')) {
    refuseOther(folder, config)
    if (isFinished(readRun(folder))) return 'finished'
    if (existsSync(join(folder, 'checkpoint', 'checkpoint.safetensors'))) return 'interrupted'
  }
  if (!entries.every((entry) => BEGINNINGS.test(entry)))
    throw new Error(
      `${folder} is in the way: it holds no run that could go on; move it or give another --out`,
    )
  return 'new'
}

function refuseOther(folder: string, config: Config): void {
  const made = readRunAt(folder)
  const [difference] = differences(made.config, config)
  if (difference)
    throw new Error(
      `${folder} was made with ${difference.path}=${difference.a}, not ${difference.b}; give another --out`,
    )
}

function readRunAt(folder: string) {
  try {
    return readRun(folder)
  } catch (error) {
    throw new Error(`${folder} can't be read: ${(error as Error).message}; remove it or give another --out`)
  }
}

/** Takes away what a killed run left before its first checkpoint, so that it can start anew. */
export function clearBeginnings({ state, folder }: Job): void {
  if (state === 'new') rmSync(folder, { recursive: true, force: true })
}
