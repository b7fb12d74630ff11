/** `npm run test:faults`: everything in tests/faults at full length, then a table of what was tried, survived and lost. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const dir = mkdtempSync(join(tmpdir(), 'formscale-faults-'))
const file = join(dir, 'tally.jsonl')
// Arguments choose files, as vitest's own do.
const filters = process.argv.slice(2)
const { status } = spawnSync('npx', ['vitest', 'run', ...(filters.length > 0 ? filters : ['tests/faults'])], {
  stdio: 'inherit',
  env: { ...process.env, FAULTS: 'all', FAULTS_TALLY: file },
})
const rows = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []
rmSync(dir, { recursive: true })
const columns = [44, 10, 10, 6, 12, 8]
const line = (...cells) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(columns[i]) : String(cell).padStart(columns[i]))).join('')
console.log(line('', 'tried', 'survived', 'lost', 'ms for 50', '+ MB'))
for (const { what, tried, survived, longest, memory } of rows)
  console.log(
    line(what, tried, survived, tried - survived, longest?.toFixed(1) ?? '', memory?.toFixed(0) ?? ''),
  )
process.exitCode = status ?? 1
