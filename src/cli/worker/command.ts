import { Command } from 'commander'
import { allowEnvOption, allowUpdateOption, examples, wholeNumber } from '../options.ts'
import { redisOption } from '../redis-option.ts'
import type { WorkerFlags } from './action.ts'

export const workerCommand = () =>
  new Command('worker')
    .description('Do runs of studies that others sweep, on any number of machines.')
    .addOption(redisOption('queue to take runs from').makeOptionMandatory())
    .option(
      '--concurrency <n>',
      'runs at a time (default: one a core)',
      wholeNumber('--concurrency', 1, 1024),
    )
    .option(
      '--patience <seconds>',
      'silence after which the runs of a worker go to another',
      wholeNumber('--patience', 1, 3600),
      30,
    )
    .option(...allowEnvOption)
    .option(...allowUpdateOption)
    .addHelpText(
      'after',
      `
Ctrl-C hands the runs in progress back, with their checkpoints. A worker that vanishes loses its runs to the others
after its patience; they go on from the last checkpoint that travelled, at most 10 seconds old when the run was fast
enough to write one. A worker runs no code that the queue names, but for environments of --allow-env, files in such a
folder, or gymnasium:package:Id by its name, and for updates of --allow-update. Give passwords in $FORMSCALE_REDIS rather than on the command line.
${examples(
  ['worker --redis redis://queue.example:6379', 'one run a core, until Ctrl-C'],
  ['worker --redis redis://queue.example:6379 --allow-env envs', 'runs in environment files of ./envs too'],
  ['worker --redis rediss://me:secret@queue.example:6380 --concurrency 4', 'with password and TLS'],
)}`,
    )
    .action(async (flags: WorkerFlags) => (await import('./action.ts')).workerAction(flags))
