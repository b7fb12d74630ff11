import { Command } from 'commander'
import { MAX_SEED, MAX_STEPS } from '../../settings/limits.ts'
import { collect, environmentArgument, examples, wholeNumber, withEnvironment } from '../options.ts'
import type { CompareOptions } from './study.ts'

export const compareCommand = () =>
  new Command('compare')
    .description('Train several updates on several seeds, side by side, and compare them.')
    .argument(...environmentArgument)
    .option('--env <id|file>', 'environment: an id of formscale envs, a file of your own, or gymnasium:<id>')
    .requiredOption('--updates <a,b,c>', 'members of the catalogue or JSON files, separated by commas')
    .option('--seeds <n>', 'seeds of each update', wholeNumber('--seeds', 1, 10_000), 5)
    .option('--first-seed <s>', 'the lowest of the seeds', wholeNumber('--first-seed', 0, MAX_SEED), 1)
    .option(
      '--steps <n>',
      'environment steps of each run (default: 500,000)',
      wholeNumber('--steps', 1, MAX_STEPS),
    )
    .option('--out <dir>', 'folder of the comparison (default: runs/compare-<env>, then -2, -3 …)')
    .option(
      '--set <path=value>',
      'change any setting, for all runs; may be repeated (train --help lists them)',
      collect,
    )
    .option('--workers <n>', 'runs at a time (default: one a core)', wholeNumber('--workers', 1, 1024))
    .option('--deterministic', 'the same bits on every machine, at some cost in speed')
    .option('--resume', 'go on in, or add to, a folder that has runs already')
    .addHelpText(
      'after',
      `
Runs go to DIR/<env>/<update>/seed-<n>; each is an ordinary run folder. A DIR that is not empty is refused.
With --resume, finished runs are kept, interrupted ones go on from their checkpoint, and whatever is new is added:
more seeds, other updates, another environment. A run that is there with other settings stops the command.
${examples(
  ['compare --env CartPole-v1 --updates ppo,a2c,spo --seeds 3 --steps 100000', 'nine runs and a table'],
  ['compare --env CartPole-v1 --updates ppo,mine.json --seeds 10', 'a member of your own'],
  [
    'compare --env CartPole-v1 --updates ppo,a2c,spo --seeds 10 --steps 100000 --out runs/compare-CartPole-v1 --resume',
    'more seeds',
  ],
)}`,
    )
    .action(async (env: string | undefined, flags: CompareOptions) =>
      (await import('./action.ts')).compareAction(withEnvironment(env, flags)),
    )
