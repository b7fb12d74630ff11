import { Command } from 'commander'
import { allowEnvOption, allowUpdateOption, examples, wholeNumber } from '../options.ts'
import { redisOption } from '../redis-option.ts'
import type { SweepFlags } from './action.ts'

export const sweepCommand = () =>
  new Command('sweep')
    .description('Run a study: environments × updates × seeds, from a file.')
    .argument('<study.yaml>', 'study file, or the folder of a study, which has its file')
    .option('--out <dir>', 'folder of the study (default: runs/<name of the file>)')
    .option('--workers <n>', 'runs at a time (default: one a core)', wholeNumber('--workers', 1, 1024))
    .addOption(redisOption('run on the workers of a queue').conflicts('workers'))
    .option(...allowEnvOption)
    .option(...allowUpdateOption)
    .option('--resume', 'go on in, or add to, a folder that has runs already')
    .option('--dry-run', 'check the file, and print the runs and about how long they take')
    .addHelpText(
      'after',
      `
Runs go to DIR/<env>/<update>/seed-<n>; each is an ordinary run folder, which formscale train --config repeats. A DIR
that is not empty is refused without --resume; with it, finished runs are kept, interrupted and failed ones go on, and
whatever the file has more than before is added.
${examples(
  ['sweep studies/cartpole.yaml --dry-run', 'what would be run'],
  ['sweep studies/cartpole.yaml', 'run it, one run a core'],
  ['sweep studies/cartpole.yaml --resume', 'go on after Ctrl-C or a crash'],
  [
    'sweep studies/cartpole.yaml --redis redis://queue.example:6379',
    'on other machines: see formscale worker',
  ],
)}`,
    )
    .action(async (file: string, flags: SweepFlags) => (await import('./action.ts')).sweepAction(file, flags))
