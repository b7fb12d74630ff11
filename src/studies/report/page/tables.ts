/** Tables of the page. */

import { estimateText, NONE, number, plural, whole } from '../../format.ts'
import { type Column, columnsFor } from '../../results/columns.ts'
import type { Finding } from '../../results/findings.ts'
import { type Aggregate, aggregates } from '../../statistics/index.ts'
import { escapeText } from '../figures/svg.ts'
import { withSymbols } from '../names.ts'
import type { SearchSection } from '../search.ts'
import type { PaintedGroup } from '../shown.ts'
import { aggregateNames, type SuiteSection } from '../suite-section.ts'
import { colourOf } from '../theme.ts'
import { details } from './html.ts'

/** Rows before a table folds the rest away. */
const ROWS = 20
/** Rows that a table has on the page at all. */
const MAX_ROWS = 300

/** Findings in the given order. */
export function findingsTable(findings: readonly Finding[], groups: readonly PaintedGroup[]): string {
  const columns = columnsFor(findings)
  const style = ({ secondary }: Column) => (secondary ? ' class="secondary"' : '')
  const head = columns.map((column) => `<th scope="col"${style(column)}>${column.title}</th>`)
  const rows = findings.map((finding) => {
    const group = groups.find(({ label }) => label === finding.label)
    const note = finding.unfinished ? `${plural(finding.unfinished, 'run')} unfinished` : ''
    const cells = columns.map((column) => `<td${style(column)}>${cellHtml(column.cell(finding))}</td>`)
    return rowHtml(finding.label, group, cells, note)
  })
  return folded(['<th scope="col">update</th>', ...head].join(''), rows, 'updates')
}

/** Aggregates over environments, then mean final scores in each. */
export function standingsTables({ standings, suite }: SuiteSection): string {
  const shape = (which: Aggregate) => (which === 'iqm' ? '' : ' class="secondary"')
  const head = aggregates.map((which) => `<th scope="col"${shape(which)}>${aggregateNames[which]}</th>`)
  const rows = standings.map((standing) => {
    const cells = aggregates.map(
      (which) => `<td${shape(which)}>${cellHtml(estimateText(standing.estimates[which]))}</td>`,
    )
    return rowHtml(standing.label, standing, [`<td>${whole(standing.runs)}</td>`, ...cells])
  })
  const best = suite.environments.map(({ measure }, e) => {
    const finals = standings.map(({ finals }) => finals[e])
    return measure.lowerIsBetter ? Math.min(...finals) : Math.max(...finals)
  })
  const envs = suite.environments.map(({ env }) => `<th scope="col">${escapeText(env)}</th>`)
  const finals = standings.map((standing) =>
    rowHtml(
      standing.label,
      standing,
      standing.finals.map(
        (final, e) => `<td>${final === best[e] ? `<b>${number(final)}</b>` : number(final)}</td>`,
      ),
    ),
  )
  return [
    folded(['<th scope="col">update</th><th scope="col">runs each</th>', ...head].join(''), rows, 'updates'),
    '<h3>Mean final score in each environment</h3>',
    folded(['<th scope="col">update</th>', ...envs].join(''), finals, 'updates'),
  ].join('\n')
}

/** What 0 and 1 are in each environment. */
export function rangesTable({ suite }: SuiteSection): string {
  const rows = suite.environments.map(
    ({ env, measure, zero, one, zeroIs, oneIs }) =>
      `<tr><td>${escapeText(env)}</td><td class="secondary">${measure.name}</td><td>${number(zero)}<span class="interval">${zeroIs}</span></td><td>${number(one)}<span class="interval">${oneIs}</span></td></tr>`,
  )
  return table(
    '<th scope="col">environment</th><th scope="col" class="secondary">score</th><th scope="col">counts as 0</th><th scope="col">counts as 1</th>',
    rows,
  )
}

/** Trials of one environment; points are told where names do not tell them. */
export function searchTable({ trials, metric }: SearchSection): string {
  const hasPoints = trials.some(({ point }) => point !== '')
  const head = [
    'trial',
    ...(hasPoints ? ['point'] : []),
    'runs',
    'steps',
    'of its budget',
    `${metric} by then`,
  ]
  const rows = trials.map((trial) => {
    const cells = [
      ...(hasPoints ? [`<td class="point">${escapeText(withSymbols(trial.point))}</td>`] : []),
      `<td>${whole(trial.runs)}</td>`,
      `<td>${whole(trial.steps)}</td>`,
      `<td>${trial.share === 1 ? 'all' : `${Math.floor(100 * trial.share)} %`}</td>`,
      `<td>${trial.score === null ? NONE : number(trial.score)}</td>`,
    ]
    return rowHtml(trial.label, undefined, cells, trial.chosen ? 'chosen' : '')
  })
  const cells = head.map(
    (title) => `<th scope="col"${title === 'point' ? ' class="point"' : ''}>${title}</th>`,
  )
  return folded(cells.join(''), rows, 'trials')
}

/** Names up to this length are never broken. */
const NAME_ON_ONE_LINE = 22

type Swatch = { readonly colour: number; readonly shown: boolean } | undefined

/** Updates that the figures show have their colour. */
function rowHtml(label: string, swatch: Swatch, cells: readonly string[], note = ''): string {
  const dot = swatch?.shown
    ? `<span class="swatch" style="background:${colourOf(swatch.colour)}"></span>`
    : ''
  const series = swatch?.shown ? ` data-series="${swatch.colour}"` : ''
  const remark = note && ` <span class="note">(${escapeText(note)})</span>`
  const name = label.length <= NAME_ON_ONE_LINE ? ' class="name"' : ''
  return `<tr${series}><td${name}>${dot}${escapeText(withSymbols(label))}${remark}</td>${cells.join('')}</tr>`
}

function folded(head: string, rows: readonly string[], what: string): string {
  if (rows.length <= ROWS) return table(head, rows)
  const rest = rows.slice(ROWS, MAX_ROWS)
  const left = rows.length - MAX_ROWS
  const note = left > 0 ? `<p class="note">${whole(left)} more are in the CSV file.</p>` : ''
  return (
    table(head, rows.slice(0, ROWS)) + details(`${whole(rest.length)} more ${what}`, table(head, rest) + note)
  )
}

const table = (head: string, rows: readonly string[]) =>
  `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`

const cellHtml = ({ value, interval }: { value: string; interval: string }) =>
  interval ? `${value}<span class="interval">${interval}</span>` : value
