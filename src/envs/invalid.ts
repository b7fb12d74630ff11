import { printable } from '../printable.ts'

/** Whether `value` is array-like with `length` finite numbers. */
export function isVector(value: unknown, length: number): value is ArrayLike<number> {
  if (typeof value !== 'object' || value === null) return false
  const entries = value as ArrayLike<unknown>
  if (entries.length !== length) return false
  for (let i = 0; i < length; i++) if (!Number.isFinite(entries[i])) return false
  return true
}

/** The error about an action; `use` says what it must be. */
export function invalidAction(id: string, action: unknown, use: string): Error {
  return new Error(`${id}: action ${shown(action)} is not valid; use ${use}`)
}

/** The error about a field of a snapshot; `got` in words. */
export function invalidState(id: string, field: string, expected: string, got: string): Error {
  return new Error(`${id}: state.${field} must be ${expected}, got ${got}; restore what getState() gave`)
}

/** Longer arrays are told by their length, and by what in them is not a finite number. */
const SHOWN = 8

/** A value in a few words. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return printable(JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return String(value)
  if (!('length' in value)) return 'an object'
  const entries = Array.from(value as ArrayLike<unknown>)
  if (entries.length <= SHOWN) return `[${entries.map(shown).join(', ')}]`
  const odd = entries.findIndex((entry) => !Number.isFinite(entry))
  return odd < 0 ? `${entries.length} numbers` : `${shown(entries[odd])} at index ${odd}`
}
