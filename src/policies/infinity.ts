/** JSON has no Infinity, and bounds of spaces do: for `JSON.stringify`. */
export function infinityAsText(_key: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? '∞' : value === Number.NEGATIVE_INFINITY ? '-∞' : value
}

/**
 * A value from such a text.
 *
 * @param what it says something about, for the error.
 * @throws Error of one line for what is not JSON.
 */
export function parsedHeader(text: string, what: string): unknown {
  try {
    return JSON.parse(text, infinityFromText)
  } catch {
    throw new Error(`${what} is damaged: its header is not JSON`)
  }
}

/** What `infinityAsText` wrote: for `JSON.parse`. */
export function infinityFromText(_key: string, value: unknown): unknown {
  return value === '∞' ? Number.POSITIVE_INFINITY : value === '-∞' ? Number.NEGATIVE_INFINITY : value
}
