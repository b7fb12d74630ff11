#!/usr/bin/env node
// Times two ways to step environments elsewhere: CartPoles in Python, through the bridge, beside the same in Python
// alone; and MuJoCo's tasks in several threads beside one. Sides take turns, in one sitting. Prints a Markdown report.
//
//   npm run build && bench/peers/setup.sh
//   node bench/vectors.js
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { sizeOf } from '../dist/envs/index.js'
import { Pcg64 } from '../dist/random/index.js'
import { createEnvironments } from '../dist/rollouts/index.js'

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: fileURLToPath(new URL('./peers/.venv/bin/python', import.meta.url)) },
    rounds: { type: 'string', default: '5' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
process.env.FORMSCALE_PYTHON = values.python

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
const whole = (number) => Math.round(number).toLocaleString('en-GB')

/** Random actions, all of them drawn before the clock starts; seconds a step of one environment. */
function timed(environments, steps) {
  const { actionSpace, numEnvs } = environments
  const random = Pcg64.fromSeed(0)
  const draw = () =>
    actionSpace.kind === 'discrete' ? random.integers(0, actionSpace.n) : random.uniform(-1, 1)
  const turns = Math.floor(steps / numEnvs)
  const actions = Array.from({ length: turns }, () =>
    Float32Array.from({ length: numEnvs * sizeOf(actionSpace) }, draw),
  )
  environments.reset(Array.from({ length: numEnvs }, (_, e) => e))
  const began = performance.now()
  for (const row of actions) environments.step(row)
  return (performance.now() - began) / 1000 / (turns * numEnvs)
}

function inPython(numEnvs, steps) {
  const script = fileURLToPath(new URL('./peers/cartpole_steps.py', import.meta.url))
  const run = spawnSync(values.python, [script, numEnvs, steps].map(String), { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${values.python} ${script} failed:\n${run.stderr ?? run.error}`)
  return JSON.parse(run.stdout)
}

async function bridge() {
  console.log(
    '| CartPoles | through the bridge, steps/s | a loop in Python | SyncVectorEnv | bridge / loop | bridge / SyncVectorEnv |',
  )
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const numEnvs of [1, 8, 64]) {
    const steps = 40_000
    const environments = await createEnvironments('gymnasium:CartPole-v1', numEnvs)
    timed(environments, 5000)
    const [ours, loop, sync] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const measureOurs = () => ours.push(timed(environments, steps))
      if (round % 2 === 0) measureOurs()
      const theirs = inPython(numEnvs, steps)
      loop.push(theirs.loop)
      sync.push(theirs.sync)
      if (round % 2 === 1) measureOurs()
    }
    environments.close()
    const rates = [ours, loop, sync].map((seconds) => whole(1 / median(seconds)))
    const ratio = (other) => median(other.map((seconds, i) => seconds / ours[i])).toFixed(2)
    console.log(`| ${[numEnvs, ...rates, `${ratio(loop)}×`, `${ratio(sync)}×`].join(' | ')} |`)
  }
}

async function threads() {
  const count = Number(values.threads)
  console.log(
    `| 8 environments | one thread, steps/s | ${count} threads | speed-up |\n| --- | ---: | ---: | ---: |`,
  )
  for (const [id, steps] of [
    ['CartPole-v1', 80_000],
    ['HalfCheetah-v5', 16_000],
    ['Humanoid-v5', 4_000],
  ]) {
    const [one, many] = [await createEnvironments(id, 8, 1), await createEnvironments(id, 8, count)]
    const [alone, together] = [[], []]
    for (const environments of [one, many]) timed(environments, steps / 4)
    for (let round = 0; round < rounds; round++) {
      const sides = [() => alone.push(timed(one, steps)), () => together.push(timed(many, steps))]
      for (const side of round % 2 === 0 ? sides : sides.reverse()) side()
    }
    one.close()
    many.close()
    const ratio = median(alone.map((seconds, i) => seconds / together[i])).toFixed(2)
    console.log(`| ${[id, whole(1 / median(alone)), whole(1 / median(together)), `${ratio}×`].join(' | ')} |`)
  }
}

const load = os.loadavg()[0].toFixed(1)
console.log(
  `Node ${process.versions.node}, ${os.availableParallelism()} cores, load average ${load}; medians of ${rounds} rounds\n`,
)
if (values.only !== 'threads') await bridge()
console.log()
if (values.only !== 'bridge') await threads()
