/** Parts of the report's page. Whatever comes from a file is escaped here. */
import { type Column, columnsFor } from '../columns.ts'
import type { Finding } from '../findings.ts'
import { plural } from '../format.ts'
import type { Figure } from './environment-figures.ts'
import type { PaintedGroup } from './palette.ts'
import { escapeText } from './svg.ts'
import { colourOf, dashOf } from './theme.ts'

export const paragraph = (text: string, style = '') =>
  `<p${style && ` class="${style}"`}>${escapeText(text)}</p>`

/** A figure in its wide and its narrow drawing, of which the page shows one. */
export const figureHtml = ({ wide, narrow }: Figure) =>
  `<figure style="margin:0"><div class="wide">${wide}</div><div class="narrow">${narrow}</div></figure>`

/** Names and lines of all series. */
export function legend(groups: readonly PaintedGroup[], style = ''): string {
  const items = groups.map(({ label, colour }) => {
    const line = `<path d="M0,6H22" stroke="${colourOf(colour)}" stroke-width="3" stroke-dasharray="${dashOf(colour)}"/>`
    return `<li><svg width="22" height="12" aria-hidden="true">${line}</svg>${escapeText(label)}</li>`
  })
  return `<ul class="legend ${style}">${items.join('')}</ul>`
}

/** Findings in the given order. */
export function findingsTable(findings: readonly Finding[], groups: readonly PaintedGroup[]): string {
  const columns = columnsFor(findings)
  const style = ({ secondary }: Column) => (secondary ? ' class="secondary"' : '')
  const head = columns.map((column) => `<th scope="col"${style(column)}>${column.title}</th>`).join('')
  const rows = findings.map((finding) => {
    const colour = groups.find(({ label }) => label === finding.label)?.colour ?? 0
    const swatch = `<span class="swatch" style="background:${colourOf(colour)}"></span>`
    const unfinished = finding.unfinished
      ? ` <span class="note">(${plural(finding.unfinished, 'run')} unfinished)</span>`
      : ''
    const cells = columns
      .map((column) => `<td${style(column)}>${cellHtml(column.cell(finding))}</td>`)
      .join('')
    return `<tr><td>${swatch}${escapeText(finding.label)}${unfinished}</td>${cells}</tr>`
  })
  return `<div class="scroll"><table><thead><tr><th scope="col">update</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const cellHtml = ({ value, interval }: { value: string; interval: string }) =>
  interval ? `${value}<span class="interval">${interval}</span>` : value
