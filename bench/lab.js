#!/usr/bin/env node
// What the lab's server needs for a folder of many runs, and how long others wait meanwhile.
//
//   npm run build
//   node bench/lab.js --runs 5000 --rows 200
//
// Prints wall-clock and processor time of the first look, of later ones and of what pages ask for, and the longest time for
// which nothing else had its turn. On a machine that does other things as well, only processor time means something.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeRuns } from './many-runs.js'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5000' }, rows: { type: 'string', default: '200' } },
})
const [runs, rows] = [values.runs, values.rows].map(Number)
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url))
const { inTurns } = await load('lab-server/in-turns.js')
const { RunCache } = await load('lab-server/runs/run-cache.js')
const { comparison, overview, studyView } = await load('lab-server/runs/views.js')

const dir = mkdtempSync(join(tmpdir(), 'formscale-lab-bench-'))
writeRuns(dir, { runs, rows })

let longest = 0
let last = performance.now()
setInterval(() => {
  longest = Math.max(longest, performance.now() - last)
  last = performance.now()
}, 1).unref()
const turn = () => new Promise((resolve) => setTimeout(resolve, 400))

async function timed(what, work) {
  await turn()
  longest = 0
  const [began, before] = [performance.now(), process.cpuUsage()]
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  const wall = performance.now() - began
  await turn()
  const shown = [wall, (user + system) / 1000, longest].map((ms) => `${Math.round(ms)}`.padStart(8)).join('')
  console.log(`${what.padEnd(28)}${shown}`)
  return value
}

console.log(
  `${`${runs} runs of ${rows} rows`.padEnd(28)}${['wall ms', 'cpu ms', 'longest'].map((text) => text.padStart(8)).join('')}`,
)
const cache = new RunCache(dir)
await timed('the first look', () => cache.refresh())
const snapshot = await timed('a later look', () => cache.refresh())
await timed('the list of runs', async () => JSON.stringify(overview(dir, snapshot, Date.now())))
for (const when of ['first', 'later'])
  await timed(`the study, ${when}`, () => inTurns(studyView(snapshot.runs)))
const labels = Array.from({ length: 8 }, (_, i) => `ppo (epochs=${i + 1})`)
await timed('8 updates compared', () =>
  inTurns(comparison(snapshot.runs, 'CartPole-v1', 'meanReturn', new Set(labels))),
)
rmSync(dir, { recursive: true })
