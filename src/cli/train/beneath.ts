/** The settings that a run begins with where the command line leaves them open. */
import { nameIn } from '../../envs/id.ts'
import { createEnvironments } from '../../rollouts/index.ts'
import type { Fields } from '../../settings/paths.ts'
import { settingsBySpaces, tuned } from '../../training/index.ts'

interface Beneath {
  readonly settings: Fields
  /** Which these are, for the user to read. */
  readonly line: string
}

const PLAIN = "--plain takes the library's defaults"

/** Settings tuned for the environment; else those that suit its spaces. */
export async function beneath(env: string): Promise<Beneath> {
  const found = tuned(env)
  if (found) return { settings: { ...found }, line: `settings tuned for ${tunedText(env)}; ${PLAIN}` }
  const environments = await createEnvironments(env, 1)
  const { kinds, settings } = settingsBySpaces(environments)
  environments.close()
  const line =
    kinds.length === 0
      ? `settings: the library's defaults, as none are tuned for ${env}`
      : `settings for ${kinds.join(' and ')}, as none are tuned for ${env}; ${PLAIN}`
  return { settings: { ...settings }, line }
}

/** Settings are tuned for what an id names, without what follows a question mark. */
const tunedText = (env: string) => (nameIn(env) === env ? env : `${nameIn(env)} as it is`)
