#!/usr/bin/env node
// How long a report over many runs takes, and how much memory, in steps of ten.
//
//   npm run build
//   node bench/report-scale.js --steps 1000,10000,100000 --rows 80
//
// The folders are written to the system's temporary folder first (TMPDIR names another), 15 kB a run with 80 rows.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeRuns } from './many-runs.js'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000,10000,100000' },
    rows: { type: 'string', default: '80' },
  },
})
const { writeReport } = await import(new URL('../dist/studies/report/report.js', import.meta.url))

console.log('| runs | wall, s | processor, s | MB at most | page, kB |\n|---: | ---: | ---: | ---: | ---: |')
for (const runs of values.steps.split(',').map(Number)) {
  const dir = mkdtempSync(join(tmpdir(), 'formscale-report-bench-'))
  writeRuns(dir, { runs, rows: Number(values.rows) })
  const [began, before] = [performance.now(), process.cpuUsage()]
  const { file } = await writeReport(dir)
  const { user, system } = process.cpuUsage(before)
  const figures = [(performance.now() - began) / 1000, (user + system) / 1e6].map((s) => s.toFixed(1))
  const memory = Math.round(process.resourceUsage().maxRSS / 1000)
  console.log(`| ${[runs, ...figures, memory, Math.round(statSync(file).size / 1000)].join(' | ')} |`)
  rmSync(dir, { recursive: true })
}
