import { Command } from 'commander'
import { examples, MAX_SEED, wholeNumber } from './options.ts'

export interface EvalFlags {
  readonly episodes: number
  readonly seed: number
  readonly deterministic?: true
  readonly json?: true
}

export const evalCommand = () =>
  new Command('eval')
    .description('Play episodes with the policy of a run, without learning.')
    .argument('<run>', 'folder of a run')
    .option('--episodes <n>', 'episodes to play', wholeNumber('--episodes', 1, 1e6), 100)
    .option('--seed <s>', 'seed of environments and actions', wholeNumber('--seed', 0, MAX_SEED), 0)
    .option('--deterministic', 'take the most likely action in place of a sample')
    .option('--json', 'print everything, each return too, as JSON')
    .addHelpText(
      'after',
      examples(
        ['eval runs/CartPole-v1-ppo-1', 'mean return over 100 new episodes'],
        ['eval runs/CartPole-v1-ppo-1 --episodes 10 --deterministic --json', 'for a script'],
      ),
    )
    .action(async (run: string, flags: EvalFlags) =>
      (await import('./eval-action.ts')).evalAction(run, flags),
    )
