/** From the options of `compare` to a study, and back to the command that repeats it. */
import { MAX_SEED } from '../../settings/limits.ts'
import type { Settings, Study } from '../../studies/study.ts'
import { shellWord } from '../options.ts'
import { assign, parseAssignment } from '../settings.ts'
import { modifyUpdate, readUpdate } from '../update-source.ts'

export interface CompareFlags {
  readonly env: string
  readonly updates: string
  readonly seeds: number
  readonly firstSeed: number
  readonly steps?: number
  readonly out?: string
  readonly set?: readonly string[]
  readonly workers?: number
  readonly deterministic?: true
  readonly resume?: true
}

/** What the command line gives: the environment may be missing. */
export type CompareOptions = Omit<CompareFlags, 'env'> & { readonly env?: string }

/** Options that settings of the same meaning must not contradict. */
const OWN_OPTIONS: Readonly<Record<string, string>> = {
  env: '--env',
  update: '--updates',
  seed: '--seeds and --first-seed',
}

/** @throws Error of one line for an update, a seed or a setting that is wrong. */
export function studyFrom(flags: CompareFlags): Study {
  const assignments = (flags.set ?? []).map(parseAssignment)
  for (const { path } of assignments) {
    const option = OWN_OPTIONS[path]
    if (option) throw new Error(`--set ${path} would be the same for all runs; use ${option}`)
  }
  const sources = flags.updates.split(',').map((source) => source.trim())
  if (sources.some((source) => source === ''))
    throw new Error(`--updates is '${flags.updates}'; write names or files, separated by commas`)
  if (flags.firstSeed + flags.seeds - 1 > MAX_SEED)
    throw new Error(`the last seed would be beyond ${MAX_SEED}`)
  const { steps, deterministic } = flags
  const settings = {
    ...(steps !== undefined && { totalSteps: steps }),
    ...(deterministic && { deterministic }),
  }
  const updates = sources.map((source) => modifyUpdate(readUpdate(source), assignments))
  const shared = assign(
    settings,
    assignments.filter(({ path }) => !path.startsWith('update.')),
  )
  return {
    environments: [{ id: flags.env, settings: shared as Settings }],
    members: updates.map((update) => ({ name: update.name, update, settings: {} })),
    seeds: Array.from({ length: flags.seeds }, (_, i) => flags.firstSeed + i),
  }
}

/** The command that makes this comparison, without `--resume` and what concerns only this machine. */
export function commandOf(flags: CompareFlags, out: string): string {
  const words = ['formscale', 'compare', '--env', flags.env, '--updates', flags.updates]
  words.push('--seeds', String(flags.seeds))
  if (flags.firstSeed !== 1) words.push('--first-seed', String(flags.firstSeed))
  if (flags.steps !== undefined) words.push('--steps', String(flags.steps))
  for (const assignment of flags.set ?? []) words.push('--set', assignment)
  if (flags.deterministic) words.push('--deterministic')
  return [...words, '--out', out].map(shellWord).join(' ')
}
