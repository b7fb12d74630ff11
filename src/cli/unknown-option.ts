/** Options that no command has, but that are settings by another name: `--learning-rate`. */
import { CommanderError } from 'commander'

/** The error, with what the setting is called here where that is known. */
export async function withSettingMeant(error: unknown, [command]: readonly string[]): Promise<unknown> {
  const isUnknown = error instanceof CommanderError && error.code === 'commander.unknownOption'
  if (!isUnknown || !['train', 'compare'].includes(command)) return error
  const [option, name] = error.message.match(/--([\w-]+)/) ?? ['', '']
  const { settingMeant } = await import('../training/index.ts')
  const meant = settingMeant(name)
  return meant === undefined
    ? error
    : new Error(`unknown option '${option}'; among the settings (--set) it is ${meant}`)
}
