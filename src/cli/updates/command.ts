import { Command } from 'commander'
import { examples } from '../options.ts'

const checkCommand = () =>
  new Command('check')
    .description('Say which properties an update has, and draw its surface.')
    .argument(
      '<file|formula|name>',
      "JavaScript or TypeScript file that exports f, 'formula: …', JSON file of a point, or a member",
    )
    .option('--debug', 'show the stack of an error')
    .addHelpText(
      'after',
      examples(['updates check ./mine.ts', 'an f of your own'], ['updates check spo', 'a member']),
    )
    .action(async (source: string) => (await import('./check-action.ts')).updatesCheckAction(source))

export const updatesCommand = () =>
  new Command('updates')
    .description('List the catalogue of updates with their coordinates, show one, or check one of your own.')
    .argument('[name|file]', 'member to show, or JSON file of a point')
    .option('--json', 'print as JSON; of one member, a file that --update takes')
    .addCommand(checkCommand())
    .addHelpText(
      'after',
      examples(
        ['updates', 'the catalogue'],
        ['updates ppo', 'form, reference, scaling function and what holds'],
        ['updates ppo --json > mine.json', 'a start for a member of your own'],
        ['updates check ./mine.ts', 'what holds of an f of your own'],
        ["updates check 'formula: ρ * tanh(Δr)'", 'of one that is typed'],
      ),
    )
    .action(async (name: string | undefined, flags: { json?: true }) =>
      (await import('./action.ts')).updatesAction(name, flags),
    )
