/** A policy that stands without its run: a file, or one of the zoo (Node). */
import { readFileSync, statSync } from 'node:fs'
import { nearest } from '../nearest.ts'
import { type Policy, readPolicy } from '../policies/index.ts'
import { zoo, zooEntries } from '../zoo/index.ts'

const ZOO = 'zoo:'

export interface FiledPolicy {
  readonly policy: Policy
  /** undefined: a file that doesn't say. */
  readonly env: string | undefined
}

/**
 * @param source a file, or `zoo:ID`; undefined where it is neither, such as the folder of a run.
 * @throws Error of one line for a file that is no policy, or an environment that the zoo has none for.
 */
export async function filedPolicy(source: string): Promise<FiledPolicy | undefined> {
  const bytes = await bytesOf(source)
  if (!bytes) return undefined
  try {
    return await readPolicy(bytes)
  } catch (error) {
    throw new Error(`the policy '${source}' can't be read: ${(error as Error).message}`, { cause: error })
  }
}

async function bytesOf(source: string): Promise<Uint8Array | undefined> {
  if (source.startsWith(ZOO)) return fromZoo(source.slice(ZOO.length))
  return statSync(source, { throwIfNoEntry: false })?.isFile() ? readFileSync(source) : undefined
}

async function fromZoo(env: string): Promise<Uint8Array> {
  const known = Object.keys(zooEntries)
  if (!known.includes(env))
    throw new Error(`the zoo has no policy for ${env}; did you mean ${ZOO}${nearest(env, known)}?`)
  return new Uint8Array(await zoo(env).arrayBuffer())
}
