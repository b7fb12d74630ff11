import { Command } from 'commander'
import { examples } from './options.ts'

export const reportCommand = () =>
  new Command('report')
    .description('Tables and figures of all runs at or below a folder: one HTML page, SVG and CSV files.')
    .argument('<dir>', 'folder of a comparison, or of a single run')
    .addHelpText(
      'after',
      `
Writes DIR/report.html, which works offline, and DIR/report/ with each figure as SVG and CSV.
${examples(['report runs/compare-CartPole-v1', 'after formscale compare'], ['report runs', 'everything trained so far'])}`,
    )
    .action(async (dir: string) => (await import('./report-action.ts')).reportAction(dir))
