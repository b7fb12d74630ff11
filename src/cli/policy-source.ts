/** Where a command takes a policy from: the folder of a run, a policy's file, or the zoo. */
import { codeIn } from '../envs/id.ts'
import type { Policy } from '../policies/index.ts'
import { type LoadOptions, load } from '../runs/index.ts'
import { filedPolicy } from '../runs/policy-file.ts'
import { rememberNamed, requireNamed } from './named-code.ts'

/** What a command plays. */
export interface Played {
  readonly policy: Policy
  /** undefined: a file that doesn't say. */
  readonly env: string | undefined
  /** Of a run: the update that it was trained by. */
  readonly update: string | undefined
}

interface Flags {
  /** The environment to play in place of the policy's own. */
  readonly env?: string
  readonly allowEnv?: readonly string[]
}

/**
 * @param source a folder, a file, or `zoo:ID`.
 * @throws Error of one line for what isn't there, or wants to load code that nobody named.
 */
export async function playedBy(source: string, flags: Flags, options: LoadOptions = {}): Promise<Played> {
  const played = await policyFrom(source, options)
  if (flags.env !== undefined) rememberNamed(codeIn(flags.env))
  else if (played.env !== undefined) requireNamed(codeIn(played.env), source, flags.allowEnv)
  return { ...played, env: flags.env ?? played.env }
}

/** As `playedBy`, where nothing is played: no environment is made, and so none needs to be named. */
export async function policyFrom(source: string, options: LoadOptions = {}): Promise<Played> {
  const filed = await filedPolicy(source)
  if (!filed) {
    const { config, policy } = await load(source, options)
    return { policy, env: config.env, update: config.update.name }
  }
  if (Object.keys(options).length > 0)
    throw new Error(`--best and --checkpoint are for the folder of a run; ${source} has one policy`)
  return { ...filed, update: undefined }
}
