/** Settings, presets, metrics and commands: pages of the tables that the library itself goes by. */
import { type Setting, settingsOf } from '../../src/settings/list.ts'
import { textAt } from '../../src/settings/paths.ts'
import { resolveConfig } from '../../src/training/config.ts'
import { type Healthy, type MetricFacts, metricEntries } from '../../src/training/metrics.ts'
import { presets } from '../../src/training/presets/index.ts'
import { configSchema } from '../../src/training/schema.ts'
import { cell, table } from './table.ts'

type Page = readonly [path: string, text: string]

export const tablePages = (): Page[] => [
  ['reference/settings.md', settingsPage()],
  ['reference/metrics.md', metricsPage()],
]

function settingsPage(): string {
  const defaults = resolveConfig({ env: 'any' })
  const settings = settingsOf(configSchema)
  const inGroup = (group: string) => settings.filter(({ path }) => groupOf(path) === group)
  const value = ({ path }: Setting) => DEFAULTLESS[path] ?? `\`${textAt(defaults, path)}\``
  const rows = (group: string) =>
    inGroup(group).map((setting) => [
      `\`${setting.path}\``,
      value(setting),
      cell(setting.about) +
        (setting.options ? ` (${setting.options.map((one) => `\`${one}\``).join(', ')})` : ''),
    ])
  const sections = [...new Set(settings.map(({ path }) => groupOf(path)))].map(
    (group) => `## ${titleOf(group)}\n\n${table(['setting', 'default', 'meaning'], rows(group))}`,
  )
  return `# Settings

Every setting of a run: a field of \`train({ … })\`, \`--set path=value\` on the command line, a line under \`settings\` in a
study. In a program nested ones are objects, \`optimiser: { learningRate: 1e-3 }\`. A setting that is wrong is an error that
names it.

${sections.join('\n\n')}

## The update

\`update\` is a name of [the catalogue](../catalogue/index.md) or a point; \`update.form\`, \`update.scale.alphaR\` and so on
change it: [the class](../updates.md) has its parts.

## Presets

Settings with a name, beneath whatever else is set: \`--set preset=NAME\`, \`train({ preset: 'NAME' })\`, \`preset: NAME\` in a
study.

${table(
  ['preset', 'settings'],
  Object.entries(presets).map(([name, { about }]) => [`\`${name}\``, cell(about)]),
)}
`
}

const DEFAULTLESS: Readonly<Record<string, string>> = { env: 'to be given', update: '`ppo`' }

/** What nested settings stand below; '' for those of the run itself. */
const groupOf = (path: string) => (path.includes('.') ? path.split('.')[0] : '')

function titleOf(group: string): string {
  const { description = group } = configSchema.shape[group as keyof typeof configSchema.shape] ?? {}
  return group === '' ? 'The run' : `${description[0].toUpperCase()}${description.slice(1)}: \`${group}\``
}

function metricsPage(): string {
  const rows = metricEntries.map(([name, facts]) => [
    `[\`${name}\`](#${name.toLowerCase()})`,
    cell(facts.unit),
    facts.aggregation,
    cell(facts.meaning),
  ])
  const shown = metricEntries.filter(([, { healthy, reading }]) => healthy ?? reading)
  const link = (name: string) => shown.some(([one]) => one === name)
  const linked = rows.map(([name, ...rest], i) => [
    link(metricEntries[i][0]) ? name : `\`${metricEntries[i][0]}\``,
    ...rest,
  ])
  return `# Metrics

What is known after each update: a row of \`metrics.jsonl\`, an argument of \`onProgress\`, a curve in TensorBoard and in the lab.

${table(['metric', 'unit', 'over', 'meaning'], linked)}

## What healthy looks like

The lab and the report judge curves by these ranges. They are those of the same table as above, each with its reason.

${shown.map(([name, facts]) => healthText(name, facts)).join('\n\n')}
`
}

const healthText = (name: string, { title, reading, healthy }: MetricFacts) =>
  [`### ${name}`, `**${title}.** ${reading ?? ''}`, ...(healthy ? [rangeText(healthy)] : [])].join('\n\n')

function rangeText({ low, high, harmful, idle, share, reason }: Healthy): string {
  const limits = [
    `healthy from ${low} to ${high}${share ? ' of the most it can be' : ''}`,
    ...(harmful === undefined ? [] : [`in danger ${harmful > low ? 'above' : 'below'} ${harmful}`]),
    ...(idle === undefined ? [] : [`idle at or below ${idle}`]),
  ]
  return `In figures: ${limits.join(', ')}. Why: ${cell(reason)}.`
}
