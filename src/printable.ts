/**
 * Text from elsewhere, safe to show on a terminal or in a log: control characters (line breaks, escape sequences) and those
 * that turn the direction of writing become visible escapes, so that a name can forge neither lines nor colours.
 */
export const printable = (text: string) => text.replace(HIDDEN, escaped)

/** C0, DEL, C1, zero-width and bidirectional marks, line and paragraph separators, the byte order mark. */
const HIDDEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const code = character.codePointAt(0)!
  return (
    SHORT[character] ??
    (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  )
}
