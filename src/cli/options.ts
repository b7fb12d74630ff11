/** What the commands' options have in common. */

/** A parser of whole numbers in [low, high] for the option of this name; 1e6 is as good as 1000000. */
export function wholeNumber(option: string, low: number, high: number) {
  return (text: string): number => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isInteger(value) || value < low || value > high)
      throw new RangeError(
        `${option} is '${text}'; it must be a whole number from ${low.toLocaleString('en')} to ${high.toLocaleString('en')}`,
      )
    return value
  }
}

/** Collects an option that may be repeated. */
export const collect = (value: string, earlier: readonly string[] = []) => [...earlier, value]

/** Help text with examples: pairs of a command and what it does. */
export function examples(...pairs: readonly (readonly [command: string, effect: string])[]): string {
  const lines = pairs.map(([command, effect]) => `  # ${effect}\n  $ formscale ${command}`)
  return `\nExamples:\n${lines.join('\n')}\n`
}

/** A path for a shell: quoted only if it has to be. */
export const shellWord = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** The option of commands that take updates from files, folders or queues of others. */
export const allowUpdateOption = [
  '--allow-update <file|dir>',
  'file of an update whose code may be loaded, or a folder of such files; may be repeated',
  collect,
] as const

/** The option of commands that take environments from files, folders or queues of others. */
export const allowEnvOption = [
  '--allow-env <env|dir>',
  'environment whose code may be loaded, or a folder of such files; may be repeated',
  collect,
] as const

/** The argument that stands for `--env`. */
export const environmentArgument = ['[env]', 'the same as --env'] as const

/**
 * The flags with the environment that was named without `--env`.
 *
 * @throws Error of one line where both name one, and not the same.
 */
export function withEnvironment<F extends { readonly env?: string }>(named: string | undefined, flags: F): F {
  if (named === undefined || named === flags.env) return flags
  if (flags.env !== undefined)
    throw new Error(`two environments are named, ${named} and --env ${flags.env}; leave one out`)
  return { ...flags, env: named }
}
