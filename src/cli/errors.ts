/** Errors as the user meets them: one clear line on stderr. */
import { CommanderError } from 'commander'
import { missingPackage } from '../optional-packages.ts'
import { say } from './say.ts'

/** The user stopped the command; what is to be said about it has been said. */
export class Interrupted extends Error {
  /** 130 after Ctrl-C, 143 after a termination signal, 129 after the end of the terminal. */
  readonly exitCode: number

  constructor(exitCode: number) {
    super('interrupted')
    this.exitCode = exitCode
  }
}

/** A failure that has been reported already. */
export class Reported extends Error {}

/** Writes the error and gives the exit code. */
export function reportError(error: unknown, debug: boolean): number {
  if (error instanceof Interrupted) return error.exitCode
  if (error instanceof Reported) return 1
  if (error instanceof CommanderError && isHelp(error)) return error.exitCode
  say(withoutSecrets(`formscale: ${messageOf(error)}`))
  if (debug && error instanceof Error)
    for (const line of `${error.stack}`.split('\n')) say(withoutSecrets(line))
  return 1
}

/** Users and passwords of URLs stay unsaid, also where a mistyped option repeats one. */
const withoutSecrets = (text: string) => text.replace(/:\/\/\S*@/g, '://…@')

const isHelp = ({ code }: CommanderError) =>
  code === 'commander.help' || code === 'commander.helpDisplayed' || code === 'commander.version'

function messageOf(error: unknown): string {
  const missing = missingPackage(error)
  if (missing !== undefined) return missing
  if (!(error instanceof Error)) return String(error)
  if (error instanceof CommanderError) return usageMessage(error.message)
  const oneLine = error.message.replace(/\s*\n\s*/g, ' ')
  if ((error as NodeJS.ErrnoException).code === 'EMFILE')
    return `too many files are open; raise the limit (ulimit -n): ${oneLine}`
  const isBug = error instanceof TypeError || error instanceof ReferenceError
  return isBug ? `${oneLine} (unexpected; --debug shows where)` : oneLine
}

/** Commander's words in our voice: one line, `; did you mean --seed?` at the end. */
function usageMessage(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\s*\(Did you mean ([^)]*)\)$/, '; did you mean $1')
    .replace(/\.$/, '')
}
