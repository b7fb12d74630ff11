/** JSON has no Infinity, and bounds of spaces do: for `JSON.stringify`. */
export function infinityAsText(_key: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? '∞' : value === Number.NEGATIVE_INFINITY ? '-∞' : value
}

/** For `JSON.parse` of such a text. */
export function infinityFromText(_key: string, value: unknown): unknown {
  return value === '∞' ? Number.POSITIVE_INFINITY : value === '-∞' ? Number.NEGATIVE_INFINITY : value
}
