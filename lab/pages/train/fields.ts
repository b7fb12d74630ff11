/** The settings of a run as fields of a form, all from the schema that the command line reads, too. */
import { configSchema } from '../../../src/training/config.ts'

export interface Field {
  /** Dotted: `optimiser.learningRate`. */
  readonly path: string
  /** What it means, in a few words. */
  readonly about: string
  /** All that it may be, where that is a short list. */
  readonly options: readonly string[] | undefined
}

/** These have controls of their own, or mean nothing in a page. */
const ELSEWHERE = ['env', 'update', 'threads', 'envThreads', 'checkpointEvery']

interface Schema {
  readonly description?: string | undefined
  readonly shape?: Readonly<Record<string, Schema>>
  readonly options?: readonly string[]
  readonly def: { readonly type: string; readonly innerType?: Schema }
}

export const fields: readonly Field[] = Object.entries(
  configSchema.shape as unknown as Record<string, Schema>,
)
  .filter(([name]) => !ELSEWHERE.includes(name))
  .flatMap(([name, schema]) => fieldsOf(name, schema))

function fieldsOf(path: string, schema: Schema): Field[] {
  const { shape, options, def } = inner(schema)
  if (shape) return Object.entries(shape).flatMap(([name, below]) => fieldsOf(`${path}.${name}`, below))
  return [
    {
      path,
      about: schema.description ?? '',
      options: def.type === 'boolean' ? ['true', 'false'] : def.type === 'enum' ? options : undefined,
    },
  ]
}

/** Below the wrappers that give it a default. */
function inner(schema: Schema): Schema {
  return ['default', 'prefault'].includes(schema.def.type) ? inner(schema.def.innerType as Schema) : schema
}

/** The value at a dotted path, as text: JSON, but words without quotes. */
export function textAt(settings: object, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], settings)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a text says: JSON where it parses as such, else a number (.5), else the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const value = Number(text)
    return text.trim() === '' || Number.isNaN(value) ? text : value
  }
}
