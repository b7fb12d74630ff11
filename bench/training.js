#!/usr/bin/env node
// Whole training of three tasks with one thread and with two. Prints Markdown.
//
//   npm run build && npx -y node@24 bench/training.js

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, median, round, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } }).values
const here = path.dirname(fileURLToPath(import.meta.url))

/** Large minibatches and eight environments with physics: what two threads are for. */
const wide = { numEnvs: 64, rolloutSteps: 128, network: { hidden: [256, 256] } }
const eight = { numEnvs: 8, rolloutSteps: 256, minibatches: 2 }

/** Of each run the task, its steps, further settings, and those for two threads. */
const runs = {
  CartPole: ['cartpole', 300_000, {}, {}],
  'CartPole, 256-256, minibatches of 2048': ['cartpole', 262_144, wide, {}],
  HalfCheetah: ['halfcheetah', 40_960, {}, {}],
  'HalfCheetah, 8 environments, minibatches of 1024': ['halfcheetah', 245_760, eight, { envThreads: 2 }],
  'MinAtar Breakout': ['breakout', 100_000, {}, {}],
}

async function rate(task, steps, settings, threads) {
  const script = path.join(here, 'train-task.js')
  const args = [task, '--steps', String(steps), '--threads', threads, '--set', JSON.stringify(settings)]
  const result = JSON.parse((await runProgram(process.execPath, [script, ...args])).stdout)
  return result.steps / result.seconds
}

async function measured([task, steps, settings, forTwo]) {
  const one = []
  const two = []
  for (let i = 0; i < Number(rounds); i++) {
    one.push(await rate(task, steps, settings, '1'))
    two.push(await rate(task, steps, { ...settings, ...forTwo }, '2'))
  }
  const ratio = median(two.map((value, i) => value / one[i]))
  return [summary(one), summary(two), round(ratio)]
}

const rows = []
for (const [name, run] of Object.entries(runs)) rows.push([name, ...(await measured(run))])
console.log(`- Node ${process.versions.node}, ${rounds} rounds\n${circumstances()}\n`)
console.log(table(['steps/s', 'one thread', 'two threads', 'ratio'], rows))
