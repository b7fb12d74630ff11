/** Settings in layers: those of the study, of an environment, of an update, each laid over the ones before. */

export type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `base` with `changes` laid over it, field by field and folder by folder; lists are taken whole. */
export function overlay(base: Fields, changes: Fields): Fields {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(changes)) {
    const below = merged[key]
    merged[key] = isFields(value) && isFields(below) ? overlay(below, value) : value
  }
  return merged
}

/** Dotted keys spelled out: `{'optimiser.learningRate': 1}` becomes `{optimiser: {learningRate: 1}}`. */
export function nested(fields: Fields): Fields {
  return Object.entries(fields).reduce<Fields>((all, [key, value]) => {
    const inner = isFields(value) ? nested(value) : value
    return overlay(all, at(key.split('.'), inner))
  }, {})
}

/** A value at a path, and nothing else. */
export const at = (path: readonly string[], value: unknown): Fields =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Fields
