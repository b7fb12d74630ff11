/** Commands of a shell, as words. */

/** One command of a block, with its continued lines. */
export interface ShellCommand {
  readonly words: readonly string[]
  readonly text: string
}

/** What a block of `sh` runs: without comments, and one after the other where they are joined. */
export const commandsOf = (block: string): ShellCommand[] =>
  block
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => line.split(/ && |; (?=do )/))
    .map((text) => ({ text: text.trim(), words: wordsOf(text) }))
    .filter(({ words }) => words.length > 0)

/** Words between spaces, quotes taken off, up to a comment or to where the output goes. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  for (const [, double, single, comment, plain] of line.matchAll(/"([^"]*)"|'([^']*)'|(#.*$)|([^\s'"]+)/g)) {
    if (comment !== undefined || plain === '>') break
    words.push(double ?? single ?? plain)
  }
  return words
}

/** The arguments of formscale; undefined for another program. */
export function formscaleArguments({ words }: ShellCommand): string[] | undefined {
  const at = words[0] === 'npx' ? 1 : 0
  return words[at] === 'formscale' ? words.slice(at + 1) : undefined
}
