import { Command } from 'commander'
import { version } from '../training/version.ts'
import { coloured, wantsColour } from './colour.ts'
import { compareCommand } from './compare/command.ts'
import { completionCommand } from './completion/command.ts'
import { doctorCommand } from './doctor/command.ts'
import { envsCommand } from './envs/command.ts'
import { reportError } from './errors.ts'
import { evalCommand } from './eval/command.ts'
import { exportCommand } from './export/command.ts'
import { importCommand } from './import/command.ts'
import { judgeCommand } from './judge/command.ts'
import { labCommand } from './lab/command.ts'
import { learnCommand } from './learn/command.ts'
import { reportCommand } from './report/command.ts'
import { sweepCommand } from './sweep/command.ts'
import { trainCommand } from './train/command.ts'
import { withSettingMeant } from './unknown-option.ts'
import { updatesCommand } from './updates/command.ts'
import { workerCommand } from './worker/command.ts'

/** The command line, before it has read anything. */
export function buildProgram(): Command {
  const program = new Command('formscale')
    .description('Policy optimisation as a choice of gradient form and scaling function.')
    .version(version)
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText(
      'after',
      '\nStart here:\n  $ formscale train --env CartPole-v1 --update ppo --steps 100000\n',
    )
  const commands = [
    trainCommand,
    evalCommand,
    compareCommand,
    sweepCommand,
    workerCommand,
    reportCommand,
    learnCommand,
    judgeCommand,
    exportCommand,
    importCommand,
    updatesCommand,
    envsCommand,
    labCommand,
    doctorCommand,
    completionCommand,
  ]
  for (const make of commands) program.addCommand(make().option('--debug', 'show the stack of an error'))
  reportOwnErrors(program)
  return program
}

/** Commander's own errors come out in our voice, through reportError, also those of commands of commands. */
function reportOwnErrors(command: Command): void {
  command.exitOverride()
  command.configureOutput({
    outputError: () => {},
    getOutHasColors: () => wantsColour(process.stdout, process.env),
  })
  command.configureHelp({ styleTitle: (title) => coloured('bold', title, process.stdout) })
  command.commands.forEach(reportOwnErrors)
}

/** Runs a command and gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough, such as `head`, is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  // Nobody may read along; the run goes on.
  process.stderr.on('error', () => {})
  try {
    const program = buildProgram()
    if (argv.some((argument) => ['help', '-h', '--help'].includes(argument))) await addSettings(program, argv)
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (error) {
    return reportError(await withSettingMeant(error, argv), argv.includes('--debug'))
  }
}

/** The help of train ends with the settings that --set takes; the schema behind them is loaded for nothing else. */
async function addSettings(program: Command, argv: readonly string[]): Promise<void> {
  if (!argv.includes('train')) return
  const { settingsHelp } = await import('./train/settings-help.ts')
  program.commands.find((command) => command.name() === 'train')?.addHelpText('after', settingsHelp())
}
