import { printable } from '../printable.ts'

/** A line on stderr. Whatever names and messages in it hold, it stays one line of text. */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`)
}
