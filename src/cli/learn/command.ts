import { Command } from 'commander'
import { MAX_SEED } from '../../settings/limits.ts'
import { withContextOptions, withLogOptions } from '../log-options.ts'
import { collect, examples, wholeNumber } from '../options.ts'
import type { LearnFlags } from './action.ts'

export const learnCommand = () =>
  withContextOptions(
    withLogOptions(
      new Command('learn')
        .description('Learn a policy from a log of decisions, and judge it on rows that were held out.')
        .argument('<log>', 'log of decisions: .jsonl, .csv, .tsv (each also .gz) or .parquet'),
    ),
  )
    .option('--hold-out <share>', 'rows that nothing is learnt from (default: 0.2)', share)
    .option('--update <name|file|formula>', 'member of the catalogue, file, or formula, as train takes it')
    .option(
      '--passes <n>',
      'passes over the log (default: as its size asks for)',
      wholeNumber('--passes', 1, 1e6),
    )
    .option('--seed <s>', 'seed of all randomness (default: 1)', wholeNumber('--seed', 0, MAX_SEED))
    .option('--out <dir>', 'new folder for the run (default: runs/<log>-<update>-<seed>, then -2, -3 …)')
    .option('--from <dir>', 'learn more: begin with the weights and columns of another run')
    .option('--set <path=value>', 'change any setting of train --help; may be repeated', collect)
    .addHelpText(
      'after',
      examples(
        ['learn clicks.csv', 'columns action, reward, probability; all others are the context'],
        [
          'learn clicks.jsonl --action teaser --reward clicked --probability p --update off-policy-pg',
          'columns of other names',
        ],
        [
          'learn clicks.csv --ignore session --categories hour --hash city:64',
          'what the policy reads, and how',
        ],
        ['learn clicks.csv --estimate-probabilities', 'where nobody wrote them down'],
        [
          'learn clicks.csv --passes 20 --set network.hidden=[32] --set optimiser.learningRate=3e-4',
          'other settings',
        ],
        ['learn clicks-of-june.csv --from runs/clicks-off-policy-pg-1', 'go on from an earlier policy'],
        [
          'export runs/clicks-off-policy-pg-1 --policy clicks.policy --no-critic',
          'for a page: docs/guides/decisions.md',
        ],
      ),
    )
    .action(async (log: string, flags: LearnFlags) => (await import('./action.ts')).learnAction(log, flags))

function share(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < 1) return value
  throw new RangeError(`--hold-out is '${text}'; it must be a share of the rows, at least 0 and below 1`)
}
