/** What may stand where on a command line of formscale, read off the commands themselves. */
import type { Argument, Command, Option } from 'commander'
import { list } from '../../envs/index.ts'
import { settingsOf } from '../../settings/list.ts'
import { configSchema } from '../../training/schema.ts'
import { catalogue } from '../../updates/index.ts'

/** What completes a word: these, or a file or folder; undefined: there is no word. */
type Values = readonly string[] | 'files' | undefined

export interface OptionWords {
  /** As it is typed, `--env` say. */
  readonly flag: string
  readonly about: string
  /** Of the word after it; undefined for an option without one. */
  readonly values: Values
}

export interface CommandWords {
  /** `envs check` for a command of a command, '' for formscale itself. */
  readonly name: string
  readonly about: string
  readonly options: readonly OptionWords[]
  readonly commands: readonly string[]
  /** Of what stands there without an option. */
  readonly argument: Values
}

/** Of formscale and all of its commands. */
export function wordsOf(program: Command): CommandWords[] {
  const known = knownWords()
  const read = (command: Command, name: string): CommandWords[] => {
    const help = command.createHelp()
    const commands = help.visibleCommands(command)
    const words = {
      name,
      about: command.description(),
      options: help.visibleOptions(command).flatMap((option) => optionWords(option, known)),
      commands: commands.map((inner) => inner.name()),
      argument: argumentWords(command.registeredArguments, known),
    }
    return [words, ...commands.flatMap((inner) => read(inner, `${name} ${inner.name()}`.trim()))]
  }
  return read(program, '')
}

/** Words by the name of the argument, or the option, that they are for. */
type Known = Readonly<Record<string, readonly string[]>>

function knownWords(): Known {
  const envs = list()
  const updates = Object.keys(catalogue)
  const settings = settingsOf(configSchema).map(({ path }) => `${path}=`)
  return {
    ...{ env: envs, 'allow-env': envs, id: envs, 'file|id': envs },
    ...{ update: updates, updates, 'name|file': updates },
    set: settings,
  }
}

function optionWords(option: Option, known: Known): OptionWords[] {
  if (!option.long) return []
  const hasValue = option.required || option.optional
  const values = hasValue ? (known[option.name()] ?? option.argChoices ?? 'files') : undefined
  return [{ flag: option.long, about: option.description, values }]
}

function argumentWords([first]: readonly Argument[], known: Known): Values {
  return first && (known[first.name()] ?? first.argChoices ?? 'files')
}
