import { Command } from 'commander'
import { examples } from '../options.ts'
import type { ReportFlags } from './action.ts'

export const reportCommand = () =>
  new Command('report')
    .description('Tables and figures of all runs at or below a folder: one HTML page, SVG and CSV files.')
    .argument('<dir>', 'folder of a study, of a comparison, of a search, or of a single run')
    .option('--baseline <update>', 'measure the others against this one')
    .option('--updates <a,b,c>', 'report on these updates alone')
    .option('--environments <a,b,c>', 'report on these environments alone')
    .option('--threshold <x>', 'tell the steps to this return or regret, in tables of one environment', value)
    .option('--markdown <file>', 'write the tables as Markdown, for a page of results')
    .option('--csv <prefix>', 'write PREFIX-scores.csv and PREFIX-curves.csv, the numbers of every run')
    .addHelpText(
      'after',
      `
Writes DIR/report.html, which works offline, and DIR/report/ with each figure as SVG and CSV: learning curves, final scores
with 95 % intervals, performance profiles, who beats whom, heat maps over the parameters in which updates differ, what each
axis of the family is worth beside the baseline, and diagnostics. Several environments are also put on one scale and taken together.
${examples(
  ['report runs/compare-CartPole-v1', 'after formscale compare'],
  ['report runs/study/search', 'the trials of a search'],
  ['report runs', 'everything trained so far'],
  [
    'report runs/minatar --baseline tuned-ppo --markdown minatar.md --csv minatar',
    'tables and numbers for a page',
  ],
)}`,
    )
    .action(async (dir: string, flags: ReportFlags) => (await import('./action.ts')).reportAction(dir, flags))

function value(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number)) return number
  throw new RangeError(`--threshold is '${text}'; it must be a number`)
}
