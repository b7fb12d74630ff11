/** The types that the schema of settings gives. */
import type { z } from 'zod'
import type { UpdateInput } from '../updates/index.ts'
import { configSchema } from './schema.ts'

const parserOf =
  <Schema extends z.ZodType>(schema: Schema) =>
  (input: z.input<Schema>): z.output<Schema> =>
    schema.parse(input)

/** What it takes and gives is spelled out in its declaration, so that those who use the types need none of zod's. */
const parse = parserOf(configSchema)

/** Complete settings of a run. */
export type Config = ReturnType<typeof parse>
/** The same with what has a default left out. */
export type SchemaInput = Omit<Parameters<typeof parse>[0], 'update'> & {
  /** A name of the catalogue, a point, or an update with an f of its own; what is left out of it takes its default too. */
  readonly update?: string | UpdateInput | undefined
}
