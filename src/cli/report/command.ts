import { Command } from 'commander'
import { examples } from '../options.ts'

export const reportCommand = () =>
  new Command('report')
    .description('Tables and figures of all runs at or below a folder: one HTML page, SVG and CSV files.')
    .argument('<dir>', 'folder of a study, of a comparison, of a search, or of a single run')
    .addHelpText(
      'after',
      `
Writes DIR/report.html, which works offline, and DIR/report/ with each figure as SVG and CSV: learning curves, final scores
with 95 % intervals, performance profiles, who beats whom, heat maps over the parameters in which updates differ, and
diagnostics. Several environments are also put on one scale and taken together.
${examples(
  ['report runs/compare-CartPole-v1', 'after formscale compare'],
  ['report runs/study/search', 'the trials of a search'],
  ['report runs', 'everything trained so far'],
)}`,
    )
    .action(async (dir: string) => (await import('./action.ts')).reportAction(dir))
