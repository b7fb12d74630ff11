#!/usr/bin/env node
// What a user waits for: help, the first update of a run, a CartPole that is solved. Prints Markdown.
//
//   npm run build && node bench/start.js --rounds 5

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } }).values
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const formscale = (/** @type {string[]} */ ...args) => runProgram(process.execPath, [cli, ...args])

const LEARNING = ['--plain', '--set', 'optimiser.learningRate=1e-3', '--steps', '250000']

async function help() {
  return 1000 * (await formscale('--help')).processSeconds
}

/** Milliseconds until the first row of metrics is in the file, looked for every millisecond or so. */
async function firstUpdate(run) {
  const file = path.join(run, 'metrics.jsonl')
  const started = performance.now()
  const training = formscale('train', '--env', 'CartPole-v1', '--plain', '--steps', '20000', '--out', run)
  while (!existsSync(file) || statSync(file).size === 0) await setTimeout(1)
  const milliseconds = performance.now() - started
  await training
  return milliseconds
}

/** Seconds of training, whole processes, and what 20 episodes of the policy return. */
async function solved(run, seed) {
  const args = ['train', '--env', 'CartPole-v1', ...LEARNING, '--seed', String(seed), '--out', run]
  const { processSeconds } = await formscale(...args)
  const { stdout } = await formscale('eval', run, '--episodes', '20', '--json')
  const { steps } = JSON.parse(readFileSync(path.join(run, 'result.json'), 'utf8'))
  return { processSeconds, steps, ...JSON.parse(stdout) }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'formscale-bench-'))
try {
  const helps = []
  const firsts = []
  const runs = []
  for (let round = 1; round <= Number(rounds); round++) {
    helps.push(await help())
    firsts.push(await firstUpdate(path.join(folder, `first${round}`)))
    runs.push(await solved(path.join(folder, `solved${round}`), round))
  }
  console.log(
    [
      `- Node ${process.versions.node}, ${rounds} rounds`,
      circumstances(),
      '',
      table(
        ['', 'median (least to most)', 'wanted'],
        [
          ['`formscale --help`, ms', summary(helps), '150'],
          ['first update of CartPole, ms', summary(firsts), '400'],
          [
            `\`formscale train --env CartPole-v1 ${LEARNING.join(' ')}\`, s`,
            summary(runs.map((run) => run.processSeconds)),
            '5',
          ],
          ['mean return of 20 episodes after it', summary(runs.map((run) => run.meanReturn)), '475'],
        ],
      ),
    ].join('\n'),
  )
} finally {
  rmSync(folder, { recursive: true })
}
