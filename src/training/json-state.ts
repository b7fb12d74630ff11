/**
 * A snapshot goes through JSON. What would not come back as it was is an error when it is first taken, not when somebody
 * goes on with the run.
 *
 * @param name of what gave it, for the error.
 * @throws Error that names the place in the snapshot and what stands there.
 */
export function requireJson(name: string, state: unknown, path = ''): void {
  const odd = oddity(state)
  if (odd !== undefined)
    throw new Error(
      `environment ${name}: getState() gives ${odd} at '${path.slice(1)}', which JSON does not bring back; give numbers, texts, lists and plain objects, such as Array.from(values)`,
    )
  if (typeof state !== 'object' || state === null) return
  for (const [key, value] of Object.entries(state)) requireJson(name, value, `${path}.${key}`)
}

/** What a value is that JSON doesn't bring back; undefined where it does. Bounds of ±Infinity are kept as text. */
function oddity(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : undefined
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    return `a ${typeof value}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const isKept =
    ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set || 'toJSON' in value
  return isKept ? `a ${value.constructor?.name ?? 'special object'}` : undefined
}
