/** What a schema says about its settings, below the wrappers that zod puts around them. */
import type { z } from 'zod'

export interface Setting {
  /** Dotted: `optimiser.learningRate`. */
  readonly path: string
  /** What it means, in a few words. */
  readonly about: string
  /** All that it may be, where that is a short list. */
  readonly options: readonly string[] | undefined
  /** Whether it is a number that may follow a schedule. */
  readonly scheduled: boolean
}

/** The parts of zod's schemas that are read here. */
interface Schema {
  readonly description?: string | undefined
  readonly shape?: Readonly<Record<string, Schema>>
  readonly options?: readonly string[]
  readonly def: {
    readonly type: string
    readonly innerType?: Schema
    readonly in?: Schema
    readonly out?: Schema
    readonly element?: Schema
    readonly valueType?: Schema
  }
  meta(): { readonly keys?: readonly string[]; readonly scheduled?: true } | undefined
}

/** Every setting of a schema, in its order. */
export function settingsOf(schema: z.ZodType): Setting[] {
  return Object.entries(unwrapped(schema as unknown as Schema).shape ?? {}).flatMap(([name, field]) =>
    settingsAt(name, field),
  )
}

function settingsAt(path: string, schema: Schema): Setting[] {
  const found = unwrapped(schema)
  const { shape, options, def } = found
  if (shape) return Object.entries(shape).flatMap(([name, field]) => settingsAt(`${path}.${name}`, field))
  return [
    {
      path,
      about: schema.description ?? '',
      options: def.type === 'boolean' ? ['true', 'false'] : def.type === 'enum' ? options : undefined,
      scheduled: found.meta()?.scheduled ?? false,
    },
  ]
}

/**
 * The keys that may stand at a path. Where code and no schema says what may (a transform of anything), they are those of the
 * schema's metadata, `{ keys: [...] }`.
 */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<Schema | undefined>(
    (at, key) => at && below(unwrapped(at), key),
    schema as unknown as Schema,
  )
  if (!found) return []
  return found.meta()?.keys ?? Object.keys(unwrapped(found).shape ?? {})
}

const below = ({ shape, def }: Schema, key: PropertyKey): Schema | undefined =>
  shape?.[String(key)] ?? def.element ?? def.valueType

/** Below defaults, and past functions before (preprocess) or after (transform). */
function unwrapped(schema: Schema): Schema {
  const { type, innerType, in: first, out } = schema.def
  const next = type === 'pipe' ? (first?.def.type === 'transform' ? out : first) : innerType
  return next ? unwrapped(next) : schema
}
