/** Findings as tables for the terminal, one for each environment, best update first. */
import { columnsFor } from '../studies/columns.ts'
import { type Finding, ranked } from '../studies/findings.ts'
import { type TextColumn, textTable } from './table.ts'

export function findingsText(findings: readonly Finding[]): string {
  const environments = [...new Set(findings.map(({ env }) => env))]
  return environments
    .map((env) => `${env}\n${tableOf(ranked(findings.filter((finding) => finding.env === env)))}`)
    .join('\n\n')
}

function tableOf(findings: readonly Finding[]): string {
  const name: TextColumn<Finding> = {
    title: 'update',
    cell: ({ label, unfinished }) => (unfinished ? `${label} (${unfinished} unfinished)` : label),
  }
  const columns = columnsFor(findings).flatMap(({ title, cell }): TextColumn<Finding>[] => {
    const value: TextColumn<Finding> = { title, align: 'right', cell: (finding) => cell(finding).value }
    const hasInterval = findings.some((finding) => cell(finding).interval !== '')
    return hasInterval ? [value, { title: '95 %', cell: (finding) => cell(finding).interval }] : [value]
  })
  return textTable([name, ...columns], findings)
}
