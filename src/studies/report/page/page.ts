/** The page: all environments together, each by itself, what a search left behind; then how to repeat it. */

import type { RunRecord } from '../../../runs/files/index.ts'
import { isStopped, stepsOf } from '../../../runs/files/index.ts'
import type { BrokenRun } from '../../folder/find-runs.ts'
import { enumerate, number, plural, whole } from '../../format.ts'
import { ranked } from '../../results/findings.ts'
import type { EnvironmentSection } from '../environment-section.ts'
import type { DiagnosticFigure } from '../figures/curves.ts'
import { ailing } from '../figures/diagnostics.ts'
import type { Figure } from '../figures/figure.ts'
import { escapeText } from '../figures/svg.ts'
import { withSymbols } from '../names.ts'
import { isLeftBehind, type SearchSection } from '../search.ts'
import type { PaintedGroup } from '../shown.ts'
import type { SuiteSection } from '../suite-section.ts'
import { comparison, intervalNote, verdict } from '../verdict.ts'
import { details, figureHtml, heatMapsHtml, legend, paragraph, preformatted } from './html.ts'
import { pageScript } from './script.ts'
import { pageCss } from './style.ts'
import { findingsTable, rangesTable, searchTable, standingsTables } from './tables.ts'

export interface Page {
  readonly title: string
  /** What the study file says it is about; may be empty. */
  readonly about: string
  readonly suite: SuiteSection | null
  /** Of each axis of the family that updates move. */
  readonly familyAxes: readonly Figure[]
  readonly sections: readonly EnvironmentSection[]
  readonly search: readonly SearchSection[]
  /** What they are: trials of the study's search, the trials that this page is all about, or runs that somebody stopped. */
  readonly searched: 'study' | 'trials' | 'stopped'
  readonly runs: readonly RunRecord[]
  readonly broken: readonly BrokenRun[]
  readonly commands: readonly string[]
  /** The study file, as it was; null where the runs came from commands. */
  readonly studyFile: string | null
}

export function pageHtml(page: Page): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeText(page.title)}: formscale report</title><style>${pageCss}</style>`
  const parts = partsOf(page)
  const navigation =
    parts.length > 2
      ? `<nav>${parts.map(({ id, title }) => `<a href="#${id}">${escapeText(title)}</a>`).join('')}</nav>`
      : ''
  const body = [
    intro(page, navigation),
    problems(page),
    ...parts.map(
      ({ id, title, html }) => `<section id="${id}"><h2>${escapeText(title)}</h2>\n${html}</section>`,
    ),
  ].join('\n')
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body><main>${body}</main><script>${pageScript}</script></body></html>\n`
}

interface Part {
  readonly id: string
  readonly title: string
  readonly html: string
}

function partsOf(page: Page): Part[] {
  const { suite, familyAxes, sections, search, searched } = page
  return [
    ...(suite ? [{ id: 'all', title: 'Across environments', html: suiteHtml(suite, page) }] : []),
    ...(familyAxes.length > 0
      ? [{ id: 'axes', title: 'Axis by axis', html: familyAxesHtml(familyAxes) }]
      : []),
    ...sections.map((section, i) => ({
      id: `env-${i + 1}`,
      title: section.env,
      html: environmentHtml(section),
    })),
    ...(search.length > 0
      ? [{ id: 'search', title: searched === 'stopped' ? 'Stopped early' : 'Search', html: searchHtml(page) }]
      : []),
    { id: 'repeat', title: 'How to read and repeat this', html: footer(page) },
  ]
}

function intro({ title, about, runs, sections }: Page, navigation: string): string {
  const updates = new Set(sections.flatMap(({ groups }) => groups.map(({ label }) => label))).size
  const size = [plural(runs.length, 'run'), plural(sections.length, 'environment'), plural(updates, 'update')]
  return `<header><p class="kind">formscale report</p><h1>${escapeText(title)}</h1>${about && paragraph(about, 'lead')}${paragraph(size.join(' · '), 'muted')}${navigation}</header>`
}

/** More commands than these are folded away. */
const MAX_COMMANDS = 4

/** More of a kind than these are only counted. */
const MAX_PROBLEMS = 5

function problems({ broken, sections }: Page): string {
  const groups = sections.flatMap((section) => section.groups)
  const open = groups.flatMap(({ unfinished }) => unfinished.filter((run) => !isStopped(run)))
  const repeats = groups.flatMap((group) => group.repeats)
  const lines = [
    ...few(broken.map(({ folder, problem }) => `${folder} could not be read: ${problem}.`)),
    ...few(open.map((run) => `${run.folder} is unfinished (${progressOf(run)}): shown, but in no mean.`)),
    ...few(repeats.map((run) => `${run.folder} repeats a seed with the same settings, so it is left out.`)),
  ]
  return lines.length ? `<div class="warning">${lines.map((line) => paragraph(line)).join('')}</div>` : ''
}

const few = (lines: readonly string[]) =>
  lines.length <= MAX_PROBLEMS
    ? lines
    : [...lines.slice(0, MAX_PROBLEMS - 1), `… and ${lines.length - MAX_PROBLEMS + 1} more like this.`]

const progressOf = (run: RunRecord) =>
  `${Math.floor((100 * stepsOf(run)) / run.config.totalSteps)} % of its steps`

function suiteHtml(suite: SuiteSection, { sections }: Page): string {
  const { standings, hint, figures, heatMaps } = suite
  const ranking = standings.map(({ label, estimates }) => ({ label, estimate: estimates.iqm }))
  const groups = sections.flatMap((section) => section.groups)
  const painted = standings.map(({ label }) => groups.find((group) => group.label === label)!)
  return [
    paragraph(withSymbols(comparison(ranking, 'interquartile mean of normalised scores', false)), 'lead'),
    hint ? paragraph(withSymbols(hint)) : '',
    standingsTables(suite),
    ...suiteNotes(suite).map((note) => paragraph(note, 'note')),
    ...figures.map((figure) => figureHtml(figure, painted)),
    heatMaps ? `<h3>Over two parameters</h3>${heatMapNote}${heatMapsHtml(heatMaps)}` : '',
    '<h3>How scores are normalised</h3>',
    paragraph(
      'A score becomes (score − what counts as 0) / (what counts as 1 − what counts as 0), and may leave that range. Where 0 or 1 is a run of this study, the scale belongs to this study alone.',
    ),
    rangesTable(suite),
  ].join('\n')
}

function suiteNotes({ suite: { leftOut, members } }: SuiteSection): string[] {
  const surplus = members.reduce((sum, member) => sum + member.surplus, 0)
  return [
    ...(leftOut.length > 0
      ? [
          `Not among these, because not every environment has a finished run: ${enumerate(leftOut.slice(0, 20))}.`,
        ]
      : []),
    ...(surplus > 0
      ? [`${plural(surplus, 'run')} left out here, so that each environment has as many of an update.`]
      : []),
  ]
}

const familyAxesHtml = (figures: readonly Figure[]) =>
  [
    paragraph(
      'Updates that differ from the baseline in an axis of the family, alone or with others. Dots are interquartile means of the difference, in each environment of runs of the same seed; their intervals hold for all updates of a panel at once with 95 %. One that holds 0 shows no difference.',
      'note',
    ),
    ...figures.map((figure) => figureHtml(figure, [])),
  ].join('\n')

const heatMapNote = paragraph(
  'Brighter is better; the best cell is framed. Rest the pointer on a cell for its values.',
  'note',
)

function environmentHtml(section: EnvironmentSection): string {
  const { groups, findings, hint, curves, comparisons, heatMaps, diagnostics } = section
  const listed = findings.filter(
    ({ label }) => !groups.some((group) => group.label === label && isLeftBehind(group)),
  )
  const note = intervalNote(findings)
  const shown = groups.filter((group) => group.shown)
  const some =
    shown.length < groups.length
      ? `Figures show ${shown.length} of ${groups.length} updates: the best, and members of the catalogue. The tables and the CSV files have all.`
      : ''
  return [
    paragraph(withSymbols(verdict(listed)), 'lead'),
    hint ? paragraph(withSymbols(hint)) : '',
    findingsTable(ranked(listed), groups),
    note ? paragraph(note, 'note') : '',
    some && paragraph(some, 'note'),
    ...[...curves, ...comparisons].map((figure) => figureHtml(figure, groups)),
    heatMaps ? `<h3>Over two parameters</h3>${heatMapNote}${heatMapsHtml(heatMaps)}` : '',
    diagnostics.length > 0 ? diagnosticsHtml(diagnostics, groups) : '',
  ].join('\n')
}

function diagnosticsHtml(diagnostics: readonly DiagnosticFigure[], groups: readonly PaintedGroup[]): string {
  const panels = diagnostics.map((diagnostic) => {
    const outside = ailing(
      groups.filter(({ shown }) => shown),
      diagnostic,
    ).slice(0, 4)
    const names = outside.map(({ label, value }) => `${label} (${number(value)})`)
    const remark = names.length
      ? paragraph(withSymbols(`Late in training outside of it: ${enumerate(names)}.`), 'ailing')
      : ''
    return `<div><h4>${escapeText(diagnostic.title)}</h4>${diagnostic.narrow}${paragraph(diagnostic.meaning, 'healthy')}${remark}</div>`
  })
  return `<h3>Diagnostics</h3>${paragraph('Means over seeds with 95 % bands; where a healthy run lies late in training is tinted.', 'note')}${legend(groups)}<div class="panels">${panels.join('')}</div>`
}

const FAR =
  'A trial stops where others were better, so its score compares only with those of trials that went as far.'

const ABOUT_SEARCH: Readonly<Record<Page['searched'], string>> = {
  study: `Trials of the search, on seeds of its own; what it chose was then run on the seeds of the study, and only those runs are in the tables above. ${FAR}`,
  trials: `All trials of the search. ${FAR} The tables above have those that went to the end, on the seeds that chose them: the best of many looks better there than it is.`,
  stopped:
    'Runs that ended before their budget was used up, because a search or a person stopped them. Their scores are those of the steps where they stopped, so they compare only with others that went as far; none is in the means above.',
}

function searchHtml({ search, searched }: Page): string {
  const parts = search.map((section) => {
    const { env, metric, heatMaps } = section
    const steps = whole(Math.min(...section.trials.map(({ steps }) => steps)))
    return [
      search.length > 1 ? `<h3>${escapeText(env)}</h3>` : '',
      searchTable(section),
      heatMaps
        ? `<h3>Over two parameters</h3>${paragraph(`The ${metric} after ${steps} steps, which every trial did. Brighter is better.`, 'note')}${heatMapsHtml(heatMaps)}`
        : '',
    ].join('\n')
  })
  return [paragraph(ABOUT_SEARCH[searched]), ...parts].join('\n')
}

function footer({ runs, commands, studyFile, suite }: Page): string {
  const reading =
    'Bands, bars and brackets are 95 % percentile-bootstrap intervals, whole runs resampled (over environments: in each one by itself). Final return is the mean of the last 100 episodes; “over training” averages the curve over its steps. The steps per second of a run were measured beside the runs that shared the machine.'
  const aggregate =
    'Over environments, the interquartile mean is the mean of the middle half of all scores, the median that of the environments’ means, and the optimality gap the mean of what scores lack to 1 (Agarwal et al. 2021).'
  return [
    paragraph(suite ? `${reading} ${aggregate}` : reading),
    commandsHtml(commands),
    studyFile ? details('the study file', preformatted(studyFile)) : '',
    paragraph(
      'The same settings, seed and kernel build give the same bits. Each run folder holds its settings in config.json. The folder report/ beside this page has each figure as SVG and its numbers as CSV.',
    ),
    versionList(runs),
  ].join('\n')
}

/** The first few, and the rest folded away. */
function commandsHtml(commands: readonly string[]): string {
  const [first, rest] = [commands.slice(0, MAX_COMMANDS), commands.slice(MAX_COMMANDS)]
  const more =
    rest.length > 0 ? details(`${plural(rest.length, 'more command')}`, preformatted(rest.join('\n'))) : ''
  return first.map(preformatted).join('\n') + more
}

function versionList(runs: readonly RunRecord[]): string {
  const distinct = (read: (run: RunRecord) => string) => escapeText([...new Set(runs.map(read))].join(', '))
  return `<dl><dt>formscale</dt><dd>${distinct((run) => run.versions.formscale)}</dd><dt>Node</dt><dd>${distinct((run) => run.versions.node)}</dd><dt>kernels</dt><dd>${distinct((run) => run.versions.kernels)}</dd></dl>`
}
