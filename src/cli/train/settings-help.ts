/** The settings that --set takes, with defaults and meaning, all from the schema. */
import { flatten } from '../../studies/results/groups.ts'
import { configSchema, resolveConfig } from '../../training/config.ts'
import { textTable } from '../table.ts'

/** These have options of their own. */
const ELSEWHERE = ['env', 'update', 'totalSteps', 'seed', 'deterministic']

interface Described {
  readonly description?: string | undefined
}

export function settingsHelp(): string {
  const defaults = flatten(resolveConfig({ env: 'any' }))
  const paths = [...defaults.keys()].filter((path) => !ELSEWHERE.includes(path.split('.')[0]))
  const table = textTable(
    [
      { title: 'setting', cell: (path: string) => path },
      { title: 'default', align: 'right', cell: (path: string) => defaults.get(path) ?? '' },
      { title: 'meaning', cell: meaning },
    ],
    paths,
  )
  return `Settings for --set, each as path=value with JSON or text as its value:
${table.replace(/^/gm, '  ')}
  update.form, update.scale.alphaR and so on change the update; see formscale updates ppo
`
}

/** The description that the schema gives to a dotted path. */
function meaning(path: string): string {
  const [first, second] = path.split('.')
  const schema = (configSchema.shape as Readonly<Record<string, Described>>)[first]
  if (second === undefined) return schema.description ?? ''
  return within(schema)?.[second]?.description ?? ''
}

/** The fields of a nested object, below the wrappers that give it a default. */
function within(schema: unknown): Readonly<Record<string, Described>> | undefined {
  const { shape, def } = schema as {
    shape?: Readonly<Record<string, Described>>
    def?: { innerType?: unknown }
  }
  return shape ?? (def?.innerType ? within(def.innerType) : undefined)
}
