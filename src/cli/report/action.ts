import { statSync } from 'node:fs'
import { plural } from '../../studies/format.ts'
import { writeReport } from '../../studies/report/report.ts'
import { findingsText } from '../findings-table.ts'

export async function reportAction(dir: string): Promise<void> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`there is no folder ${dir}`)
  const { file, figures, findings, broken, runs } = await writeReport(dir)
  for (const { folder, problem } of broken)
    process.stderr.write(`formscale: left out ${folder}: ${problem}\n`)
  console.log(findingsText(findings))
  console.log(`\n${plural(runs.length, 'run')}\n  page     ${file}\n  figures  ${figures}`)
}
