#!/usr/bin/env node
// The network of Atari beside PyTorch's: forward and a training step at several batch sizes, one thread each. Each pair runs
// by turns in one sitting. Prints Markdown.
//
//   npm run build && node bench/atari.js --rounds 3
//
// Makes bench/peers/.venv (Python 3.11 or later, PyPI) when it is missing.

import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, median, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const here = path.dirname(fileURLToPath(import.meta.url))
const python = path.join(here, 'peers', '.venv', 'bin', 'python')

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    batches: { type: 'string', default: '8,32,256' },
    /** The Node that runs formscale. */
    node: { type: 'string', default: process.execPath },
  },
})

/** @param {string} batch @returns {Record<string, () => Promise<{ forward: { median: number }, step: { median: number } }>>} */
const sides = (batch) => ({
  ours: () => run(options.node, 'atari-step.js', batch),
  peer: () => run(python, 'peers/atari_step.py', batch),
})

async function run(command, script, batch) {
  const { stdout } = await runProgram(command, [path.join(here, script), '--batch', batch])
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

async function compare(batch) {
  const runs = []
  for (let round = 0; round < Number(options.rounds); round++) {
    const found = {}
    // Every other round turns the order round, so that a machine that warms or slows favours neither.
    const order = round % 2 ? ['peer', 'ours'] : ['ours', 'peer']
    for (const side of order) found[side] = await sides(batch)[side]()
    runs.push(found)
  }
  return ['forward', 'step'].map((part) => {
    const times = (side) => runs.map((found) => found[side][part].median)
    const ratios = runs.map(({ ours, peer }) => peer[part].median / ours[part].median)
    const memory = part === 'step' ? String(Math.round(median(runs.map(({ ours }) => ours.mebibytes)))) : ''
    return [
      `${part}, batch ${batch}`,
      summary(times('ours')),
      summary(times('peer')),
      `**${summary(ratios)}**`,
      memory,
    ]
  })
}

execFileSync(path.join(here, 'peers', 'setup.sh'), { stdio: ['ignore', 'ignore', 'inherit'] })
const rows = []
for (const batch of options.batches.split(',')) rows.push(...(await compare(batch)))
const { stdout: version } = await runProgram(options.node, ['--version'])
console.log(
  [
    `- formscale on Node ${version.trim().slice(1)}, one thread, ${options.rounds} rounds`,
    circumstances(),
    '',
    'Milliseconds of processor time, medians (least to most of the rounds); the ratio is PyTorch’s time to ours.',
    '',
    table(['Atari’s network', 'formscale, ms', 'PyTorch, ms', 'ratio', 'our memory, MiB'], rows),
  ].join('\n'),
)
