/** The columns of a log, as options of the commands that read one. */
import type { Command } from 'commander'
import type { ColumnsInput } from '../decisions/index.ts'
import { present } from '../settings/paths.ts'
import { whole } from '../studies/format.ts'
import { LineThrottle } from './progress/line-throttle.ts'
import { say } from './say.ts'

export interface LogFlags {
  readonly action?: string
  readonly reward?: string
  readonly probability?: string
  readonly estimateProbabilities?: true
}

export interface ContextFlags {
  readonly context?: readonly string[]
  readonly ignore?: readonly string[]
  readonly categories?: readonly string[]
  readonly hash?: Readonly<Record<string, number>>
  readonly actions?: readonly string[]
  readonly actionFeatures?: string
}

/** What was chosen, and what came of it. */
export const withLogOptions = (command: Command): Command =>
  command
    .option('--action <column>', "column of what was chosen (default: action, or the run's)")
    .option('--reward <column>', "column of what that earned (default: reward, or the run's)")
    .option(
      '--probability <column>',
      'column of the probability that the choice had (default: probability, propensity, propensity_score or pscore)',
    )
    .option(
      '--estimate-probabilities',
      'estimate them, by a softmax regression of the action on its context; so they are where there is no column',
    )

/** What the policy reads. */
export const withContextOptions = (command: Command): Command =>
  command
    .option(
      '--context <columns>',
      'columns that the policy reads, by commas (default: all that are left)',
      names,
    )
    .option('--ignore <columns>', 'columns that it does not read', names)
    .option('--categories <columns>', 'columns of categories that look like numbers', names)
    .option('--hash <columns>', 'columns of many values, and their buckets: user:64,city:32', buckets)
    .option('--actions <names>', 'all actions that there are (default: those of the log)', names)
    .option(
      '--action-features <file>',
      'features of the actions, a row an action, by which they share what is learnt',
    )

const names = (text: string): string[] => text.split(',').map((name) => name.trim())

function buckets(text: string): Record<string, number> {
  return Object.fromEntries(
    names(text).map((part) => {
      const [, column, count] = part.match(/^(.+):(\d+)$/) ?? []
      if (column === undefined)
        throw new RangeError(
          `--hash is '${text}'; it must be columns and their buckets, as in user:64,city:32`,
        )
      return [column, Number(count)]
    }),
  )
}

/** The columns that the options name. */
export const columnsOf = ({
  action,
  reward,
  probability,
  estimateProbabilities,
  ...flags
}: LogFlags & ContextFlags) => {
  const { context, ignore, categories, hash: hashed, actions, actionFeatures } = flags
  return present({
    ...{ action, reward, probability, estimateProbabilities },
    ...{ context, ignore, categories, hashed, actions, actionFeatures },
  }) as ColumnsInput
}

/** Says now and then how far the reading of a log is. */
export function readingProgress(log: string): (rows: number) => void {
  const throttle = new LineThrottle()
  return (rows) => {
    if (throttle.due(0.1 * Math.log10(rows))) say(`${log}: ${whole(rows)} rows so far`)
  }
}
