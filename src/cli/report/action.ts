import { statSync, writeFileSync } from 'node:fs'
import { printable } from '../../printable.ts'
import { plural } from '../../studies/format.ts'
import { writeReport } from '../../studies/report/report.ts'
import { findingsText } from '../findings-table.ts'
import { say } from '../say.ts'

export interface ReportFlags {
  readonly baseline?: string
  readonly updates?: string
  readonly environments?: string
  readonly threshold?: number
  readonly markdown?: string
  readonly csv?: string
}

export async function reportAction(dir: string, { markdown, csv, ...options }: ReportFlags): Promise<void> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`there is no folder ${dir}`)
  const report = await writeReport(dir, options)
  for (const { folder, problem } of report.broken) say(`formscale: left out ${folder}: ${problem}`)
  console.log(findingsText(report.findings))
  const lines = [`page     ${report.file}`, `figures  ${report.figures}`]
  if (markdown !== undefined) {
    writeFileSync(markdown, report.markdown)
    lines.push(`tables   ${markdown}`)
  }
  if (csv !== undefined) {
    writeFileSync(`${csv}-scores.csv`, report.scoresCsv)
    writeFileSync(`${csv}-curves.csv`, report.curvesCsv)
    lines.push(`numbers  ${csv}-scores.csv, ${csv}-curves.csv`)
  }
  console.log(
    `\n${plural(report.runs.length, 'run')}\n${lines.map((line) => `  ${printable(line)}`).join('\n')}`,
  )
}
