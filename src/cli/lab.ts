import { Command } from 'commander'
import { examples, wholeNumber } from './options.ts'

const PORT = 7474

export const labCommand = () =>
  new Command('lab')
    .description('Open the lab, a web page on this machine: see the family, train in the browser.')
    .option('--port <p>', 'port on 127.0.0.1, 0 for any free one', wholeNumber('--port', 0, 65535), PORT)
    .addHelpText(
      'after',
      examples(['lab', 'then open the address that it prints'], ['lab --port 0', 'any free port']),
    )
    .action(async (flags: { port: number }) => (await import('./lab-action.ts')).labAction(flags))
