import { Command } from 'commander'
import { examples } from '../options.ts'

export const updatesCommand = () =>
  new Command('updates')
    .description('List the catalogue of updates with their coordinates, or show one.')
    .argument('[name|file]', 'member to show, or JSON file of a point')
    .option('--json', 'print as JSON; of one member, a file that --update takes')
    .addHelpText(
      'after',
      examples(
        ['updates', 'the catalogue'],
        ['updates ppo', 'form, reference, scaling function and what holds'],
        ['updates ppo --json > mine.json', 'a start for a member of your own'],
      ),
    )
    .action(async (name: string | undefined, flags: { json?: true }) =>
      (await import('./action.ts')).updatesAction(name, flags),
    )
