import { Argument, Command } from 'commander'
import { examples } from '../options.ts'
import type { Shell } from './action.ts'

export const completionCommand = () =>
  new Command('completion')
    .description('A script with which a shell completes commands, options, environments and updates.')
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        ['completion bash >> ~/.bashrc', 'bash, from the next one on'],
        ['completion zsh >> ~/.zshrc', 'zsh, after its compinit'],
        ['completion fish > ~/.config/fish/completions/formscale.fish', 'fish'],
      ),
    )
    .action(async (shell: Shell, _, command: Command) =>
      (await import('./action.ts')).completionAction(shell, command),
    )
