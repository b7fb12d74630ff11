#!/usr/bin/env node
// What the engine of studies costs, and how long a report takes.
//
//   npm run build
//   node bench/studies.js --runs 200 --steps 90000      # about a second a run on an idle core
//   node bench/studies.js --report 500                  # makes 500 runs first, in a few minutes
//
// The engine: the same runs in bare loops of train(), in one process and in two side by side, and by formscale sweep with
// one worker and with two. Prints wall-clock and processor time (user and system, all threads), and the processor time
// that went elsewhere on the machine meanwhile: with much of that, only the processor time means something.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    steps: { type: 'string', default: '90000' },
    rounds: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
})
const [runs, steps, rounds] = [values.runs, values.steps, values.rounds].map(Number)
const dist = new URL('../dist/', import.meta.url)
const cli = new URL('cli/main.js', dist).pathname
const dir = mkdtempSync(join(tmpdir(), 'formscale-bench-'))

/** Tells the processor time of a process at its end. */
const clock = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system)/1e6)})`

/** Wall-clock and processor seconds of `node ...args`. */
function time(...args) {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', clock, ...args], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (data) => {
    output += data
  })
  return new Promise((resolve, reject) =>
    child.on('close', (code, signal) => {
      if (code !== 0) return reject(new Error(`${args[0]} ended with ${code ?? signal}: ${output}`))
      resolve({ wall: (performance.now() - began) / 1000, cpu: Number(output.match(/cpu ([\d.]+)$/)[1]) })
    }),
  )
}

const sweep = (workers) =>
  time(cli, 'sweep', 'study.yaml', '--workers', String(workers), '--out', `workers-${workers}`)

/** Bare loops side by side, which share the runs. */
async function loops(count) {
  const times = await Promise.all(
    Array.from({ length: count }, (_, i) => time('bare.js', String(i + 1), String(count))),
  )
  rmSync(join(dir, 'bare'), { recursive: true })
  return {
    wall: Math.max(...times.map(({ wall }) => wall)),
    cpu: times.reduce((sum, { cpu }) => sum + cpu, 0),
  }
}

/** Adds the processor seconds of everything else on the machine. */
async function watched(work) {
  const before = busySeconds()
  const { wall, cpu } = await work()
  return { wall, cpu, elsewhere: Math.max(0, busySeconds() - before - cpu) }
}

const busySeconds = () =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000

async function engineRound() {
  const sides = {
    '1 loop of train()': await watched(() => loops(1)),
    '1 worker': await watched(() => sweep(1)),
    '2 loops of train()': await watched(() => loops(2)),
    '2 workers': await watched(() => sweep(2)),
  }
  for (const count of [1, 2]) rmSync(join(dir, `workers-${count}`), { recursive: true })
  const seconds = (value) => value.toFixed(1).padStart(10)
  console.log(`${`${runs} runs of ${steps} steps`.padEnd(24)}    wall s     cpu s elsewhere`)
  for (const [name, { wall, cpu, elsewhere }] of Object.entries(sides))
    console.log(`  ${name.padEnd(22)}${seconds(wall)}${seconds(cpu)}${seconds(elsewhere)}`)
  const [loop, worker, twoLoops, workers] = Object.values(sides)
  return {
    'the engine costs, wall %': 100 * (worker.wall / loop.wall - 1),
    'the engine costs, cpu %': 100 * (worker.cpu / loop.cpu - 1),
    '2 workers are as many of 1, wall': worker.wall / workers.wall,
    '2 workers are as many of 1, by cpu': (2 * worker.cpu) / workers.cpu,
    '2 loops are as many of 1, wall': loop.wall / twoLoops.wall,
    '2 loops are as many of 1, by cpu': (2 * loop.cpu) / twoLoops.cpu,
  }
}

async function timeEngine() {
  writeFileSync(
    join(dir, 'study.yaml'),
    `environments: [CartPole-v1]\nupdates: [ppo]\nseeds: ${runs}\nbudget: { totalSteps: ${steps} }\n`,
  )
  writeFileSync(
    join(dir, 'bare.js'),
    `import { train } from '${new URL('index.js', dist)}'
const [first, step] = process.argv.slice(2).map(Number)
for (let seed = first; seed <= ${runs}; seed += step)
  await train({ env: 'CartPole-v1', update: 'ppo', totalSteps: ${steps}, seed, out: 'bare/seed-' + seed })`,
  )
  const ratios = []
  for (let round = 1; round <= rounds; round++) ratios.push(await engineRound())
  console.log('median (least to most) of the rounds; loops show what the machine allows')
  for (const name of Object.keys(ratios[0])) {
    const values = ratios.map((round) => round[name]).sort((a, b) => a - b)
    const middle = (values[(rounds - 1) >> 1] + values[rounds >> 1]) / 2
    const [median, least, most] = [middle, values[0], values[rounds - 1]].map((value) => value.toFixed(2))
    console.log(`  ${name.padEnd(36)}${median.padStart(6)} (${least} to ${most})`)
  }
}

/** A study of two environments, five updates and so many seeds, with 320 rows of metrics a run. */
async function timeReport(count) {
  const perUpdate = Math.ceil(count / 10)
  writeFileSync(
    join(dir, 'study.yaml'),
    `environments: [CartPole-v1, Bandit2D-v0]
updates: [ppo, spo, a2c, mdpo, mse]
seeds: ${perUpdate}
budget: { totalSteps: 20480 }
settings: { numEnvs: 4, rolloutSteps: 16, epochs: 1, minibatches: 1 }
`,
  )
  await time(cli, 'sweep', 'study.yaml', '--out', 'study')
  for (let round = 1; round <= rounds; round++) {
    const { wall, cpu, elsewhere } = await watched(() => time(cli, 'report', 'study'))
    const text = [wall, cpu, elsewhere].map((value) => value.toFixed(2))
    console.log(
      `report over ${10 * perUpdate} runs: wall ${text[0]} s, cpu ${text[1]} s, elsewhere ${text[2]} s`,
    )
  }
}

try {
  await (values.report === undefined ? timeEngine() : timeReport(Number(values.report)))
} finally {
  rmSync(dir, { recursive: true, force: true })
}
