import { printable } from '../printable.ts'
import { coloured } from './colour.ts'

/** A line on stderr. Whatever names and messages in it hold, it stays one line of text. */
export function say(line: string): void {
  const [, mark = '', rest = ''] = printable(line).match(/^(formscale:|warning:)?(.*)$/s) ?? []
  process.stderr.write(
    `${mark && coloured(mark === 'warning:' ? 'yellow' : 'red', mark, process.stderr)}${rest}\n`,
  )
}
