import { Command } from 'commander'
import { examples } from './options.ts'

export const envsCommand = () =>
  new Command('envs')
    .description('List the environments, or show one.')
    .argument('[id]', 'environment to show')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      examples(['envs', 'all environments'], ['envs CartPole-v1', 'its spaces with bounds']),
    )
    .action(async (id: string | undefined, flags: { json?: true }) =>
      (await import('./envs-action.ts')).envsAction(id, flags),
    )
