#!/usr/bin/env node
// Whole training of three tasks with one thread and with two. Prints Markdown. What two threads could be worth on this
// machine at the time is measured with them, by two runs of one thread side by side: two processors may be the two threads
// of one core, which share its vector units.
//
//   npm run build && npx -y node@24 bench/training.js
//   npx -y node@24 bench/training.js --rounds 5 --only halfcheetah-8

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const here = path.dirname(fileURLToPath(import.meta.url))

/** Large minibatches and eight environments with physics: what two threads are for. */
const wide = { numEnvs: 64, rolloutSteps: 128, network: { hidden: [256, 256] } }
const eight = { numEnvs: 8, rolloutSteps: 256, minibatches: 2 }

/** Of each run a title, the task, its steps, further settings, and those for two threads. */
const runs = {
  cartpole: ['CartPole', 'cartpole', 300_000, {}, {}],
  'cartpole-256': ['CartPole, 256-256, minibatches of 2048', 'cartpole', 262_144, wide, {}],
  halfcheetah: ['HalfCheetah', 'halfcheetah', 40_960, {}, {}],
  'halfcheetah-8': [
    'HalfCheetah, 8 environments, minibatches of 1024',
    'halfcheetah',
    245_760,
    eight,
    { envThreads: 2 },
  ],
  'ant-16': [
    'Ant, 16 environments, minibatches of 1024',
    'halfcheetah',
    65_536,
    { env: 'Ant-v5', numEnvs: 16, rolloutSteps: 256, minibatches: 4 },
    { envThreads: 2 },
  ],
  breakout: ['MinAtar Breakout, minibatches of 1024', 'breakout', 200_000, {}, {}],
}

const { rounds, only } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: Object.keys(runs).join(',') },
  },
}).values

async function rate(task, steps, settings, threads) {
  const script = path.join(here, 'train-task.js')
  const args = [task, '--steps', String(steps), '--threads', threads, '--set', JSON.stringify(settings)]
  const result = JSON.parse((await runProgram(process.execPath, [script, ...args])).stdout)
  return result.steps / result.seconds
}

async function measured([title, task, steps, settings, forTwo]) {
  const found = []
  for (let round = 1; round <= Number(rounds); round++) {
    const one = await rate(task, steps, settings, '1')
    const two = await rate(task, steps, { ...settings, ...forTwo }, '2')
    const both = await Promise.all([1, 2].map(() => rate(task, steps, settings, '1')))
    found.push({ one, two, sideBySide: both[0] + both[1] })
    console.error(
      `${title}, round ${round}: ${Object.values(found.at(-1)).map(Math.round).join(', ')} steps/s`,
    )
  }
  const of = (value) => summary(found.map(value))
  return [
    title,
    of(({ one }) => one),
    of(({ two }) => two),
    `**${of(({ one, two }) => two / one)}**`,
    of(({ one, sideBySide }) => sideBySide / one),
  ]
}

const rows = []
for (const name of only.split(',')) rows.push(await measured(runs[name]))
console.log(`- Node ${process.versions.node}, ${rounds} rounds\n${circumstances()}\n`)
console.log(table(['steps/s', 'one thread', 'two threads', 'ratio', 'two runs side by side, ratio'], rows))
