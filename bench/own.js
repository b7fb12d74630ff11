#!/usr/bin/env node
// formscale's own benchmarks, small and large: the kernels, then whole training of three tasks with one thread and two,
// then what a user waits for. Prints Markdown.
//
//   npm run build && npm run bench

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, median, round, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } }).values
const here = path.dirname(fileURLToPath(import.meta.url))
const runScript = async (/** @type {string} */ script, /** @type {string[]} */ ...args) =>
  (await runProgram(process.execPath, [path.join(here, script), ...args])).stdout.trim()

/** Large minibatches and eight environments with physics: what two threads are for. */
const wide = { numEnvs: 64, rolloutSteps: 128, network: { hidden: [256, 256] } }
const eight = { numEnvs: 8, rolloutSteps: 256, minibatches: 2 }

/** Of each run the task, its steps, further settings, and those for two threads. */
const runs = {
  CartPole: ['cartpole', 300_000, {}, {}],
  'CartPole, 256-256, minibatches of 2048': ['cartpole', 65_536, wide, {}],
  HalfCheetah: ['halfcheetah', 40_960, {}, {}],
  'HalfCheetah, 8 environments, minibatches of 1024': ['halfcheetah', 40_960, eight, { envThreads: 2 }],
  'MinAtar Breakout': ['breakout', 100_000, {}, {}],
}

async function rate(task, steps, settings, threads) {
  const args = [task, '--steps', String(steps), '--threads', threads, '--set', JSON.stringify(settings)]
  const result = JSON.parse(await runScript('train-task.js', ...args))
  return result.steps / result.seconds
}

async function measured([task, steps, settings, forTwo]) {
  const one = []
  const two = []
  for (let i = 0; i < Number(rounds); i++) {
    one.push(await rate(task, steps, settings, '1'))
    two.push(await rate(task, steps, { ...settings, ...forTwo }, 'auto'))
  }
  const ratio = median(two.map((value, i) => value / one[i]))
  return [summary(one), summary(two), round(ratio)]
}

console.log(await runScript('kernels/run.ts', rounds))
const rows = []
for (const [name, run] of Object.entries(runs)) rows.push([name, ...(await measured(run))])
console.log(`\n- Node ${process.versions.node}, ${rounds} rounds\n${circumstances()}\n`)
console.log(table(['steps/s, whole training', 'one thread', 'as many as measure fastest', 'ratio'], rows))
console.log(`\n${await runScript('start.js', '--rounds', rounds)}`)
