#!/usr/bin/env node
// What whole training loops make of the processor's multiply-adds: the arithmetic of all matrix products, counted, over the
// loop's time, beside the peak of the same build on registers alone. One thread. Prints Markdown.
//
//   npm run build && npx -y node@24 bench/share-of-peak.js --rounds 3

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { circumstances, median, round, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'

const here = path.dirname(fileURLToPath(import.meta.url))

/** Of each loop a title, the task, its steps and further settings. */
const loops = [
  ['CartPole, 64-64', 'cartpole', 300_000, {}],
  [
    'CartPole, 256-256, minibatches of 2048',
    'cartpole',
    131_072,
    { numEnvs: 64, rolloutSteps: 128, network: { hidden: [256, 256] } },
  ],
  ['HalfCheetah, 64-64', 'halfcheetah', 40_960, {}],
  ['MinAtar Breakout', 'breakout', 100_000, {}],
]

const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } }).values

async function run(script, ...args) {
  const { stdout } = await runProgram(process.execPath, [path.join(here, script), ...args])
  return JSON.parse(stdout.trim().split('\n').at(-1))
}

async function measured([title, task, steps, settings]) {
  const args = ['train-task.js', task, '--steps', String(steps), '--set', JSON.stringify(settings)]
  const { multiplyAdds, build } = await run(...args, '--count')
  const found = []
  for (let i = 0; i < Number(rounds); i++) {
    const { seconds, processorSeconds } = await run(...args)
    const { peak } = await run('kernels/peak.js', build)
    const done = (2 * multiplyAdds) / 1e9
    found.push({ peak, rate: done / seconds, byProcessor: done / processorSeconds })
  }
  const percent = (value) => `${summary(found.map((one) => (100 * value(one)) / one.peak))} %`
  return [
    title,
    round((2 * multiplyAdds) / 1e9),
    summary(found.map(({ rate }) => rate)),
    round(median(found.map(({ peak }) => peak))),
    `**${percent(({ rate }) => rate)}**`,
    percent(({ byProcessor }) => byProcessor),
  ]
}

const rows = []
for (const loop of loops) rows.push(await measured(loop))
console.log(`- Node ${process.versions.node}, one thread, ${rounds} rounds\n${circumstances()}\n`)
console.log(table(['whole loop', 'GFLOP', 'GFLOP/s', 'peak, GFLOP/s', 'of the peak', 'by processor'], rows))
