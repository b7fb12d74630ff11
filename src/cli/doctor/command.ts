import { Command } from 'commander'
import { examples } from '../options.ts'

export const doctorCommand = () =>
  new Command('doctor')
    .description('Check that formscale computes what it should on this machine.')
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      `
Tries kernels, gradients, advantages, snapshots and the promise of same bits, in some seconds; exit code 1 if
anything is wrong. The lab's page Check does the same in a browser.
${examples(['doctor', 'all checks'], ['doctor --json > doctor.json', 'for a report of a problem'])}`,
    )
    .action(async (flags: { json?: true }) => (await import('./action.ts')).doctorAction(flags))
