import { Command } from 'commander'
import { examples, wholeNumber } from '../options.ts'

const PORT = 7474

export const labCommand = () =>
  new Command('lab')
    .description(
      'Open the lab, a web page on this machine: see the family, train in the browser, look into runs.',
    )
    .option('--dir <dir>', 'folder of the runs and studies to look into', 'runs')
    .option('--port <p>', 'port on 127.0.0.1, 0 for any free one', wholeNumber('--port', 0, 65535), PORT)
    .addHelpText(
      'after',
      examples(
        ['lab', 'then open the address that it prints'],
        ['lab --dir runs/cartpole', 'with the runs of one study'],
        ['lab --port 0', 'any free port'],
      ),
    )
    .action(async (flags: { port: number; dir: string }) => (await import('./action.ts')).labAction(flags))
