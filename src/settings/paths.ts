/** Settings as nested fields and as dotted paths: `{optimiser: {learningRate: 1}}` is `optimiser.learningRate` = 1. */
import { isSchedule, scheduleText } from '../schedules/index.ts'

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields that have a value. */
export const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** `base` with `changes` laid over it, field by field and folder by folder; lists and schedules are taken whole. */
export function overlay(base: Fields, changes: Fields): Fields {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(changes)) {
    const below = merged[key]
    merged[key] = isFields(value) && isFields(below) && !isSchedule(value) ? overlay(below, value) : value
  }
  return merged
}

/** Dotted keys spelled out: `{'optimiser.learningRate': 1}` becomes `{optimiser: {learningRate: 1}}`. */
export function nested(fields: Fields): Fields {
  return Object.entries(fields).reduce<Fields>((all, [path, value]) => {
    const inner = isFields(value) ? nested(value) : value
    return overlay(all, at(path, inner))
  }, {})
}

/** A value at a dotted path, and nothing else. */
export const at = (path: string, value: unknown): Fields =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Fields

/** What stands at a path; undefined where the path leads nowhere. */
export const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value)

/** Nested settings as dotted paths to text: `optimiser.learningRate` → `0.001`. */
export function flatten(settings: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(settings)) {
    if (isFields(value) && !isSchedule(value))
      for (const entry of flatten(value, `${prefix}${key}.`)) flat.set(...entry)
    else flat.set(prefix + key, textOf(value))
  }
  return flat
}

/** The value at a dotted path, as text. */
export const textAt = (settings: object, path: string) => textOf(valueAt(settings, path.split('.')))

/** JSON, but words without quotes, and schedules in a few characters. */
function textOf(value: unknown): string {
  if (isSchedule(value)) return scheduleText(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a text says: JSON where it parses as such, else a number (.5, Infinity), else the text. */
export function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const value = Number(text)
    return text.trim() === '' || Number.isNaN(value) ? text : value
  }
}
