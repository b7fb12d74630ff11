import { Command } from 'commander'
import { examples } from '../options.ts'

const checkCommand = () =>
  new Command('check')
    .description('Play an environment at random and look for what breaks training.')
    .argument('<file|id>', 'JavaScript or TypeScript file that exports the environment, or an id')
    .option('--debug', 'show the stack of an error')
    .addHelpText('after', examples(['envs check ./my-env.ts', 'shapes, bounds, seeds, snapshots']))
    .action(async (source: string) => (await import('./check-action.ts')).envsCheckAction(source))

export const envsCommand = () =>
  new Command('envs')
    .description('List the environments, show one, or check one of your own.')
    .argument('[id]', 'environment to show, of this list or gymnasium:<id>')
    .option('--json', 'print as JSON')
    .addCommand(checkCommand())
    .addHelpText(
      'after',
      examples(
        ['envs', 'all environments'],
        ['envs CartPole-v1', 'its spaces with bounds'],
        ["envs 'MinAtar/Breakout-v1?frameStack=4'", 'the same with a wrapper around it; envs lists them'],
        ['envs gymnasium:LunarLander-v3', 'one of an installed Python gymnasium'],
        ['envs check ./my-env.ts', 'look for what breaks training'],
      ),
    )
    .action(async (id: string | undefined, flags: { json?: true }) =>
      (await import('./action.ts')).envsAction(id, flags),
    )
