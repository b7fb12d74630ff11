import { readFileSync } from 'node:fs'
import { codeIn } from '../../envs/id.ts'
import { type ForeignFormat, importPolicy, type Spaces } from '../../policies/index.ts'
import { createEnvironments } from '../../rollouts/index.ts'
import { writeAtomically } from '../../runs/folder/index.ts'
import { rememberNamed } from '../named-code.ts'
import { shellWord } from '../options.ts'
import { say } from '../say.ts'
import { toSafetensors } from './to-safetensors.ts'

export interface ImportFlags {
  readonly format?: ForeignFormat
  readonly env?: string
  readonly out?: string
  readonly python?: true
}

export async function importAction(file: string | undefined, flags: ImportFlags): Promise<void> {
  if (flags.python) return console.log(toSafetensors.trimEnd())
  const { format, env, out = `${file?.replace(/\.safetensors$/, '')}.policy` } = flags
  if (file === undefined || format === undefined)
    throw new Error(
      'import needs a file and --format sb3 or cleanrl; --python prints the program that makes the file',
    )
  const bytes = readFileSync(file)
  if (isPickled(bytes))
    throw new Error(
      `${file} is a zip with pickles in it, which are code: turn it into safetensors where you trained it, by the program that formscale import --python prints`,
    )
  const { policy, notes } = await imported(
    file,
    bytes,
    format,
    env === undefined ? undefined : await spacesOf(env),
  )
  for (const note of notes) say(note)
  const written = policy.toBytes(env === undefined ? {} : { env })
  writeAtomically(out, written)
  const play = env === undefined ? ' --env ID' : ''
  console.log(`${out}: ${(written.length / 1000).toFixed(1)} kB\n\n  formscale eval ${shellWord(out)}${play}`)
}

/** @throws Error of one line that names the file. */
async function imported(file: string, bytes: Uint8Array, format: ForeignFormat, spaces: Spaces | undefined) {
  try {
    return await importPolicy(bytes, format, spaces)
  } catch (error) {
    throw new Error(`${file} can't be taken over: ${(error as Error).message}`, { cause: error })
  }
}

/** A zip with pickles in it, as Stable-Baselines3 and torch write. */
const isPickled = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

async function spacesOf(env: string): Promise<Spaces> {
  rememberNamed(codeIn(env))
  const environments = await createEnvironments(env, 1)
  environments.close()
  return environments
}
