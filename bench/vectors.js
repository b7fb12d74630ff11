#!/usr/bin/env node
// Times two ways to step environments elsewhere: CartPoles in Python, through the bridge, beside the same in Python
// alone; and MuJoCo's tasks in two threads beside one. Sides take turns, in one sitting. Prints a Markdown report.
//
// A round of threads counts only if two cores were free before and after it: two busy loops at once did nine tenths of
// twice what one alone did, or more.
//
//   npm run build && bench/peers/setup.sh
//   node bench/vectors.js
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { sizeOf } from '../dist/envs/index.js'
import { Pcg64 } from '../dist/random/index.js'
import { createEnvironments } from '../dist/rollouts/index.js'

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: fileURLToPath(new URL('./peers/.venv/bin/python', import.meta.url)) },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '60' },
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

/** Turns of a busy loop in a quarter of a second. */
const busy = `() => {
  const began = performance.now()
  let turns = 0
  for (let x = 0; performance.now() - began < 250; turns++) for (let i = 0; i < 1e5; i++) x += i * i
  return turns
}`
const spin = new Function(`return ${busy}`)()

/** Whether two threads get a core each. */
async function coresAreFree(worker) {
  const alone = spin()
  const other = new Promise((resolve) => worker.once('message', resolve))
  worker.postMessage('spin')
  return (spin() + (await other)) / alone > 1.8
}

/** [one thread, two threads], seconds a step of each round that counts. */
async function roundsOfThreads(id, steps, worker) {
  const sides = [await createEnvironments(id, 8, 1), await createEnvironments(id, 8, 2)]
  for (const environments of sides) timed(environments, steps / 4)
  const seconds = []
  for (let i = 0; i < Number(values.tries) && seconds.length < rounds; i++) {
    const before = await coresAreFree(worker)
    const round =
      i % 2
        ? sides.map((side) => timed(side, steps))
        : sides
            .toReversed()
            .map((side) => timed(side, steps))
            .reverse()
    if (before && (await coresAreFree(worker))) seconds.push(round)
  }
  for (const environments of sides) environments.close()
  return seconds
}

async function threads() {
  const source = `const { parentPort } = require('node:worker_threads')
    parentPort.on('message', () => parentPort.postMessage((${busy})()))`
  const worker = new Worker(source, { eval: true })
  console.log(
    '| 8 environments | one thread, steps/s | two threads | speed-up | rounds |\n| --- | ---: | ---: | ---: | ---: |',
  )
  const tasks = [
    ['CartPole-v1', 80_000],
    ['HalfCheetah-v5', 8_000],
    ['Humanoid-v5', 2_000],
  ]
  for (const [id, steps] of tasks) {
    const seconds = await roundsOfThreads(id, steps, worker)
    if (seconds.length === 0) {
      console.log(`| ${id} | the cores were never free | | | 0 |`)
      continue
    }
    const rates = [0, 1].map((side) => whole(1 / median(seconds.map((round) => round[side]))))
    const ratio = median(seconds.map(([one, two]) => one / two)).toFixed(2)
    console.log(`| ${[id, ...rates, `${ratio}×`, seconds.length].join(' | ')} |`)
  }
  await worker.terminate()
}

const load = os.loadavg()[0].toFixed(1)
console.log(
  `Node ${process.versions.node}, ${os.availableParallelism()} cores, load average ${load}; medians of ${rounds} rounds\n`,
)
if (values.only !== 'threads') await bridge()
console.log()
if (values.only !== 'bridge') await threads()
