/**
 * Code of somebody's own (files of environments and updates, Python packages) is loaded only if the user names it: now, on the command
 * line, or on an earlier one. What was named is remembered, a small file each, so that one's own runs just go on. A
 * folder that somebody else made says what it likes, and is not asked.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { isCodeFile } from '../is-code-file.ts'
import { isAllowed } from '../rollouts/allowed-environments.ts'
import { isOwnCode } from '../rollouts/index.ts'
import { shellWord } from './options.ts'

/** Remembers that the user named this environment, or this file of an update. Without a place to remember, it has to be named again. */
export function rememberNamed(env: string): void {
  if (!isOwnCode(env)) return
  const note = noteOf(env)
  try {
    mkdirSync(join(note, '..'), { recursive: true })
    writeFileSync(note, `${placeOf(env)}\n`)
  } catch {
    // A home that can't be written to.
  }
}

/**
 * @param env an environment, or the file of an update.
 * @param source what names it: a run's folder, a file.
 * @param allowed what the user allows on this command line; it is remembered.
 * @throws Error of one line for code, unless the user has named it.
 */
export function requireNamed(
  env: string,
  source: string,
  allowed: readonly string[] = [],
  kind: 'environment' | 'update' = 'environment',
): void {
  if (!isOwnCode(env)) return
  if (isCodeFile(env) && !existsSync(env))
    throw new Error(
      `${source} is about the ${kind} in ${env}, and there is no such file here (in ${process.cwd()})`,
    )
  if (isAllowed(env, allowed)) rememberNamed(env)
  else if (!existsSync(noteOf(env)))
    throw new Error(
      `${source} wants to load the code of ${env}, which you have not named before; if you trust it, add ${kind === 'environment' ? '--allow-env' : '--allow-update'} ${shellWord(env)}`,
    )
}

/** What stands for the environment on this machine: the file itself, wherever it is named from. */
const placeOf = (env: string) =>
  isCodeFile(env) ? (existsSync(env) ? realpathSync(env) : resolve(env)) : env

function noteOf(env: string): string {
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
  const name = createHash('sha256').update(placeOf(env)).digest('hex').slice(0, 32)
  return join(state, 'formscale', 'named-code', name)
}
