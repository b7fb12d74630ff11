/** The settings that --set takes, with defaults and meaning, all from the schema. */
import { type Setting, settingsOf } from '../../settings/list.ts'
import { textAt } from '../../settings/paths.ts'
import { presets, resolveConfig } from '../../training/index.ts'
import { metricEntries } from '../../training/metrics.ts'
import { configSchema } from '../../training/schema.ts'
import { textTable } from '../table.ts'

/** These have options of their own. */
const ELSEWHERE = ['env', 'update', 'totalSteps', 'seed', 'deterministic']

export function settingsHelp(): string {
  const defaults = resolveConfig({ env: 'any' })
  const settings = settingsOf(configSchema).filter(({ path }) => !ELSEWHERE.includes(path))
  const table = textTable<Setting>(
    [
      { title: 'setting', cell: ({ path, scheduled }) => (scheduled ? `${path} ~` : path) },
      { title: 'default', align: 'right', cell: ({ path }) => textAt(defaults, path) },
      { title: 'meaning', cell: ({ about }) => about },
    ],
    settings,
  )
  return `Settings for --set, each as path=value with JSON or text as its value:
${table.replace(/^/gm, '  ')}
  update.form, update.scale.alphaR and so on change the update; see formscale updates ppo

  ~ may follow a schedule over environment steps, and so may the numbers of the update: path=FROM..TO[,KIND][,UNTIL]
    KIND   linear (default), cosine, exponential (by the same factor every step), steps:N (N equal ones; default 10)
    UNTIL  the step at which TO is reached, counted from the run's beginning, over all resumptions, or below 1 a share of
           the run, as in 1..0.05,0.1 (default: its last, so that a run of more --steps stretches the schedule)
    the same as JSON: {"from":0.02,"to":0,"kind":"cosine","until":200000}

Presets, beneath whatever else is set, as --set preset=NAME:
${presetTable().replace(/^/gm, '  ')}

Metrics of each update, in metrics.jsonl and for TensorBoard:
${metricTable().replace(/^/gm, '  ')}
`
}

const presetTable = () =>
  textTable(
    [
      { title: 'preset', cell: ([name]) => name },
      { title: 'settings', cell: ([, { about }]) => about },
    ],
    Object.entries(presets),
  )

const metricTable = () =>
  textTable(
    [
      { title: 'metric', cell: ([name]) => name },
      { title: 'unit', cell: ([, { unit }]) => unit },
      { title: 'over', cell: ([, { aggregation }]) => aggregation },
      { title: 'meaning', cell: ([, { meaning }]) => meaning },
    ],
    metricEntries,
  )
