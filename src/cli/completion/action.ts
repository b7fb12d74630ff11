import type { Command } from 'commander'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { wordsOf } from './words.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

const scripts = {
  bash: bashScript,
  zsh: (commands: ReturnType<typeof wordsOf>) =>
    `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bashScript(commands)}`,
  fish: fishScript,
}

/** Prints the script that makes this shell complete what is typed. */
export function completionAction(shell: Shell, command: Command): void {
  console.log(scripts[shell](wordsOf(command.parent as Command)))
}
