/** Findings as tables for the terminal, one for each environment, best update first. */

import { printable } from '../printable.ts'
import { whole } from '../studies/format.ts'
import { columnsFor } from '../studies/results/columns.ts'
import { type Finding, ranked } from '../studies/results/findings.ts'
import { type TextColumn, textTable } from './table.ts'

/** More rows than these are only counted; a report has all. */
const MAX_ROWS = 40

export function findingsText(findings: readonly Finding[]): string {
  const environments = [...new Set(findings.map(({ env }) => env))]
  return environments
    .map((env) => `${printable(env)}\n${tableOf(ranked(findings.filter((finding) => finding.env === env)))}`)
    .join('\n\n')
}

/** With some that have finished, those that have not are left out where they are many, as in a search. */
function tableOf(findings: readonly Finding[]): string {
  const done = findings.filter(({ seeds }) => seeds.length > 0)
  const rows = (done.length > 0 && findings.length > MAX_ROWS ? done : findings).slice(0, MAX_ROWS)
  const left = findings.length - rows.length
  const name: TextColumn<Finding> = {
    title: 'update',
    cell: ({ label, unfinished }) => (unfinished ? `${label} (${unfinished} unfinished)` : label),
  }
  const columns = columnsFor(rows).flatMap(({ title, cell }): TextColumn<Finding>[] => {
    const value: TextColumn<Finding> = { title, align: 'right', cell: (finding) => cell(finding).value }
    const hasInterval = rows.some((finding) => cell(finding).interval !== '')
    return hasInterval ? [value, { title: '95 %', cell: (finding) => cell(finding).interval }] : [value]
  })
  return `${textTable([name, ...columns], rows)}${left > 0 ? `\n… and ${whole(left)} more` : ''}`
}
