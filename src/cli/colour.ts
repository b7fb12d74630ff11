/** Colours on a terminal. */
import { styleText } from 'node:util'

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>
type Environment = Readonly<Record<string, string | undefined>>

/** Whether colours are wanted: FORCE_COLOR decides, then NO_COLOR (no-color.org), else there are some on terminals. */
export function wantsColour({ isTTY }: Stream, { FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTTY === true && !NO_COLOR && TERM !== 'dumb'
}

/** Text in a style, for a stream; as it is where no colours are wanted. */
export const coloured = (style: 'red' | 'yellow' | 'bold' | 'dim', text: string, stream: Stream): string =>
  wantsColour(stream, process.env) ? styleText(style, text, { validateStream: false }) : text
