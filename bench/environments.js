#!/usr/bin/env node
// Steps of the environments per second, beside their Python originals: Gymnasium's, and MinAtar's own class. Prints a Markdown
// report.
//
//   npm run build
//   python3 -m venv /tmp/originals
//   /tmp/originals/bin/pip install gymnasium==1.4.0 mujoco==3.14.0 minatar==1.0.15
//   node bench/environments.js --python /tmp/originals/bin/python
//
// Both sides take random actions drawn beforehand, give an observation at every step, and reset when an episode ends. Each run is a
// process of its own, the sides by turns, with a second before the clock to warm up. Seconds are those of the processor, of all
// threads of the process, so that other work on the machine counts little.

import { execFileSync } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Our ids, and the originals' where they differ. In MinAtar all six actions are drawn. */
const environments = {
  'CartPole-v1': 'CartPole-v1',
  'Acrobot-v1': 'Acrobot-v1',
  'MountainCar-v0': 'MountainCar-v0',
  'MountainCarContinuous-v0': 'MountainCarContinuous-v0',
  'Pendulum-v1': 'Pendulum-v1',
  'CliffWalk-v0': 'CliffWalking-v1',
  'MinAtar/Asterix-v0': 'MinAtar/asterix',
  'MinAtar/Breakout-v0': 'MinAtar/breakout',
  'MinAtar/Freeway-v0': 'MinAtar/freeway',
  'MinAtar/Seaquest-v0': 'MinAtar/seaquest',
  'MinAtar/SpaceInvaders-v0': 'MinAtar/space_invaders',
  'InvertedPendulum-v5': 'InvertedPendulum-v5',
  'InvertedDoublePendulum-v5': 'InvertedDoublePendulum-v5',
  'Reacher-v5': 'Reacher-v5',
  'Swimmer-v5': 'Swimmer-v5',
  'Hopper-v5': 'Hopper-v5',
  'HalfCheetah-v5': 'HalfCheetah-v5',
  'Walker2d-v5': 'Walker2d-v5',
  'Ant-v5': 'Ant-v5',
  'Humanoid-v5': 'Humanoid-v5',
}
const usage = `usage: node bench/environments.js [options]

  --python FILE  a Python with gymnasium, mujoco and minatar; without it formscale runs alone
  --only TEXT    the environments alone whose id contains this, as MinAtar or v5
  --rounds N     rounds, each one run of both sides (default 5)
  --seconds S    processor time of each run, seconds (default 1)`

/** Runs our environment; gives steps, and the processor time that they took in seconds. */
async function measure(id, duration) {
  const { make, prepare, sample } = await import('../dist/envs/index.js')
  const { Pcg64 } = await import('../dist/random/index.js')
  await prepare(id)
  const env = make(id)
  const random = Pcg64.fromSeed(1)
  const actions = Array.from({ length: 4096 }, () => sample(env.actionSpace, random))
  const run = (seconds) => {
    const start = process.cpuUsage()
    for (let steps = 0; ; ) {
      for (let i = 0; i < 100; i++) {
        const { terminated, truncated } = env.step(actions[steps++ % 4096])
        if (terminated || truncated) env.reset()
      }
      const { user, system } = process.cpuUsage(start)
      const elapsed = (user + system) / 1e6
      if (elapsed >= seconds) return { steps, seconds: elapsed }
    }
  }
  env.reset(1)
  run(1)
  return run(duration)
}

/** Steps a second of a program that prints steps and seconds. */
function rateOf(program, args) {
  const output = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const { steps, seconds } = JSON.parse(output)
  return steps / seconds
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** Three digits that count. */
const rate = (value) => Number(value.toPrecision(3)).toLocaleString('en-GB')
const ratio = (value) => `${value.toPrecision(3)}×`

/** "median (least to most)". */
const summary = (values, format) =>
  values.length === 0
    ? '–'
    : `${format(median(values))} (${format(Math.min(...values))} to ${format(Math.max(...values))})`

function row(id, { python, rounds, seconds }) {
  const own = []
  const original = []
  const peer = fileURLToPath(new URL('peers/environment_steps.py', import.meta.url))
  const sides = [
    () => own.push(rateOf(process.execPath, [process.argv[1], '--measure', id, '--seconds', seconds])),
    () => python && original.push(rateOf(python, [peer, environments[id], seconds])),
  ]
  for (let round = 0; round < Number(rounds); round++) for (const side of sides) side()
  const ratios = original.map((one, round) => own[round] / one)
  return `| ${id} | ${summary(own, rate)} | ${summary(original, rate)} | ${summary(ratios, ratio)} |`
}

function compare(options) {
  const chosen = Object.keys(environments).filter((id) => id.includes(options.only))
  if (chosen.length === 0) throw new Error(`no environment has ${options.only} in its id`)
  console.log(`# Steps per second of processor time

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; load average ${os.loadavg()[0].toFixed(2)}
- Machine: ${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores; node ${process.versions.node}
- Command: \`node bench/environments.js${['', ...process.argv.slice(2)].join(' ')}\`

Median (least to most) of ${options.rounds} rounds.

| environment | formscale | original | ratio |
| --- | ---: | ---: | ---: |`)
  for (const id of chosen) console.log(row(id, options))
}

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    measure: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (options.help) console.log(usage)
else if (options.measure === undefined) compare(options)
else console.log(JSON.stringify(await measure(options.measure, Number(options.seconds))))
