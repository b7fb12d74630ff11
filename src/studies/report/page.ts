/** The page: for each environment what was found, the curves, the numbers, the diagnostics; then how to repeat it. */
import { type Finding, ranked } from '../findings.ts'
import { plural } from '../format.ts'
import type { BrokenRun, RunRecord } from '../runs.ts'
import type { Figure } from './environment-figures.ts'
import { figureHtml, findingsTable, legend, paragraph } from './html.ts'
import type { PaintedGroup } from './palette.ts'
import { pageCss } from './style.ts'
import { escapeText } from './svg.ts'
import { intervalNote, verdict } from './verdict.ts'

export interface EnvironmentSection {
  readonly env: string
  readonly groups: readonly PaintedGroup[]
  readonly findings: readonly Finding[]
  readonly curves: readonly Figure[]
  readonly final: Figure | null
  readonly diagnostics: readonly (Figure & { readonly healthy: string })[]
}

export interface Page {
  readonly title: string
  readonly sections: readonly EnvironmentSection[]
  readonly runs: readonly RunRecord[]
  readonly broken: readonly BrokenRun[]
  readonly commands: readonly string[]
}

export function pageHtml(page: Page): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeText(page.title)}: formscale report</title><style>${pageCss}</style>`
  const body = [intro(page), problems(page), ...page.sections.map(section), footer(page)].join('\n')
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${body}</main></body></html>\n`
}

function intro({ title, runs, sections }: Page): string {
  const updates = new Set(sections.flatMap(({ groups }) => groups.map(({ label }) => label))).size
  const size = [plural(runs.length, 'run'), plural(sections.length, 'environment'), plural(updates, 'update')]
  return `<h1>formscale report</h1>${paragraph([title, ...size].join(' · '), 'muted')}`
}

function problems({ broken, sections }: Page): string {
  const groups = sections.flatMap((section) => section.groups)
  const unfinished = groups.flatMap((group) => group.unfinished)
  const repeats = groups.flatMap((group) => group.repeats)
  const lines = [
    ...broken.map(({ folder, problem }) => `${folder} could not be read: ${problem}.`),
    ...unfinished.map((run) => `${run.folder} is unfinished (${progressOf(run)}): shown, but in no mean.`),
    ...repeats.map((run) => `${run.folder} repeats a seed with the same settings, so it is left out.`),
  ]
  return lines.length ? `<div class="warning">${lines.map((line) => paragraph(line)).join('')}</div>` : ''
}

const progressOf = ({ metrics, config }: RunRecord) =>
  `${Math.floor((100 * (metrics.at(-1)?.step ?? 0)) / config.totalSteps)} % of its steps`

function section({ env, groups, findings, curves, final, diagnostics }: EnvironmentSection): string {
  const note = intervalNote(findings)
  const panels = diagnostics.map(
    ({ title, narrow, healthy }) =>
      `<div><h4>${escapeText(title)}</h4>${narrow}${paragraph(healthy, 'healthy')}</div>`,
  )
  return [
    `<section><h2>${escapeText(env)}</h2>`,
    paragraph(verdict(findings)),
    findingsTable(ranked(findings), groups),
    note ? paragraph(note, 'note') : '',
    ...curves.map(
      (curve) => `<h3>${escapeText(curve.title)}</h3>${legend(groups, 'narrow')}${figureHtml(curve)}`,
    ),
    final ? `<h3>${escapeText(final.title)}</h3>${figureHtml(final)}` : '',
    panels.length ? `<h3>Diagnostics</h3>${legend(groups)}<div class="panels">${panels.join('')}</div>` : '',
    '</section>',
  ].join('\n')
}

function footer({ runs, commands }: Page): string {
  const reading =
    'Lines and points are means over seeds; bands, bars and brackets are 95 % percentile-bootstrap intervals of that mean, whole runs resampled. Faint lines and ticks are single seeds. Final return is the mean of the last 100 episodes; “over training” averages the curve over its steps. The steps per second of a run were measured beside the runs that shared the machine.'
  return [
    '<h2>How to read and repeat this</h2>',
    paragraph(reading),
    ...commands.map((command) => `<pre>${escapeText(command)}</pre>`),
    paragraph(
      'The same settings, seed and kernel build give the same bits. Each run folder holds its settings in config.json.',
    ),
    versionList(runs),
  ].join('\n')
}

function versionList(runs: readonly RunRecord[]): string {
  const distinct = (read: (run: RunRecord) => string) => escapeText([...new Set(runs.map(read))].join(', '))
  return `<dl><dt>formscale</dt><dd>${distinct((run) => run.versions.formscale)}</dd><dt>Node</dt><dd>${distinct((run) => run.versions.node)}</dd><dt>kernels</dt><dd>${distinct((run) => run.versions.kernels)}</dd></dl>`
}
