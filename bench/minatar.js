// Steps of the MinAtar games per second on one core, formscale's beside the Python original's. Prints a Markdown table.
//
//   npm run build && node bench/minatar.js --python PYTHON-WITH-MINATAR-1.0.15
//
// Both sides take the same kind of random actions, all six of them, build the observation at every step, and reset when an
// episode ends. They run alternately, each in a process of its own, with a fifth of the time before the clock to warm up.

import { execFileSync } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const games = {
  Asterix: 'asterix',
  Breakout: 'breakout',
  Freeway: 'freeway',
  Seaquest: 'seaquest',
  SpaceInvaders: 'space_invaders',
}
const usage = `usage: node bench/minatar.js [options]

  --python FILE  a Python with minatar; without it formscale runs alone
  --rounds N     rounds, each one run of every game on both sides (default 3)
  --seconds S    seconds of each run (default 2)`

/** Runs formscale's game; gives steps and seconds. */
async function measure(game, duration) {
  const { make } = await import('../dist/envs/index.js')
  const { Pcg64 } = await import('../dist/random/index.js')
  const env = make(`MinAtar/${game}-v0`)
  const random = Pcg64.fromSeed(1)
  const actions = Array.from({ length: 4096 }, () => random.integers(0, 6))
  const run = (milliseconds) => {
    const start = performance.now()
    for (let steps = 0; ; ) {
      for (let i = 0; i < 1000; i++) if (env.step(actions[steps++ % 4096]).terminated) env.reset()
      const elapsed = performance.now() - start
      if (elapsed >= milliseconds) return { steps, seconds: elapsed / 1000 }
    }
  }
  env.reset(1)
  run(200 * duration)
  return run(1000 * duration)
}

/** Steps per second of a program that prints steps and seconds. */
function stepsPerSecond(program, args) {
  const { steps, seconds } = JSON.parse(execFileSync(program, args, { encoding: 'utf8' }))
  return steps / seconds
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

const thousands = (rate) => Math.round(rate / 1000).toLocaleString('en-GB')

/** "median (least to most)". */
function summary(values, format) {
  return values.length === 0
    ? '–'
    : `${format(median(values))} (${format(Math.min(...values))} to ${format(Math.max(...values))})`
}

function row(game, own, original) {
  const ratios = original.map((rate, round) => own[round] / rate)
  return `| ${game} | ${summary(own, thousands)} | ${summary(original, thousands)} | ${summary(ratios, (ratio) => ratio.toFixed(1))} |`
}

function compare({ python, rounds, seconds }) {
  console.log(
    `${os.cpus()[0]?.model.trim()}, node ${process.versions.node}, ${rounds} rounds of ${seconds} s\n`,
  )
  console.log('| game | formscale, 1000 steps/s | MinAtar, 1000 steps/s | ratio |')
  console.log('| --- | ---: | ---: | ---: |')
  const peer = fileURLToPath(new URL('peers/minatar_steps.py', import.meta.url))
  for (const [game, name] of Object.entries(games)) {
    const own = []
    const original = []
    for (let round = 0; round < rounds; round++) {
      own.push(stepsPerSecond(process.execPath, [process.argv[1], '--measure', game, '--seconds', seconds]))
      if (python !== undefined) original.push(stepsPerSecond(python, [peer, name, seconds]))
    }
    console.log(row(game, own, original))
  }
}

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    measure: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (options.help) console.log(usage)
else if (options.measure === undefined) compare(options)
else console.log(JSON.stringify(await measure(options.measure, Number(options.seconds))))
