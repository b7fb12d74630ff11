import { Command } from 'commander'
import { MAX_SEED } from '../../settings/limits.ts'
import { withLogOptions } from '../log-options.ts'
import { examples, wholeNumber } from '../options.ts'
import type { JudgeFlags } from './action.ts'

export const judgeCommand = () =>
  withLogOptions(
    new Command('judge')
      .description('What a policy would have earned a decision, from a log of decisions that another took.')
      .argument('<policy>', 'folder of a run of formscale learn, or the file of its policy')
      .argument('<log>', 'log of decisions: .jsonl, .csv, .tsv (each also .gz) or .parquet'),
  )
    .option('--held-out', 'only the rows that the run held out, of the log that it learnt from')
    .option('--deterministic', 'the policy that always takes its most likely action')
    .option('--cap <w>', 'largest weight in clipped IPS and switch-DR (default: √rows)', positive)
    .option('--resamples <n>', 'resamples of the bootstrap', wholeNumber('--resamples', 100, 1e5), 1000)
    .option('--seed <s>', 'seed of the bootstrap', wholeNumber('--seed', 0, MAX_SEED), 0)
    .option('--json', 'the same as JSON')
    .addHelpText(
      'after',
      examples(
        ['judge runs/teasers-off-policy-pg-1 clicks-of-may.csv', 'by six estimators, with intervals'],
        [
          'judge runs/teasers-off-policy-pg-1 clicks.csv --held-out',
          'on the rows that nothing was learnt from',
        ],
        ['judge teasers.policy clicks.parquet --deterministic --json', 'for a script'],
        ['judge teasers.policy clicks.csv --action teaser --reward clicked', 'columns of other names'],
      ),
    )
    .action(async (policy: string, log: string, flags: JudgeFlags) =>
      (await import('./action.ts')).judgeAction(policy, log, flags),
    )

function positive(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value > 0) return value
  throw new RangeError(`--cap is '${text}'; it must be a number > 0`)
}
