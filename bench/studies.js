#!/usr/bin/env node
// What the engine of studies costs: the same runs in bare loops of train(), in one process and in two side by side, and by
// formscale sweep with one worker and with two. Prints wall-clock and processor time (user and system, all threads).
//
//   npm run build
//   node bench/studies.js --runs 200 --steps 90000      # about a second a run on an idle core
//
// On a machine that is not idle, read the processor time: it is what the work took, whoever else was working.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    steps: { type: 'string', default: '90000' },
    rounds: { type: 'string', default: '1' },
  },
})
const [runs, steps, rounds] = [values.runs, values.steps, values.rounds].map(Number)
const dist = new URL('../dist/', import.meta.url)
const dir = mkdtempSync(join(tmpdir(), 'formscale-bench-'))

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

const sweep = (workers) => {
  const cli = new URL('cli/main.js', dist).pathname
  return time(cli, 'sweep', 'study.yaml', '--workers', String(workers), '--out', `workers-${workers}`)
}

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

const seconds = (value) => value.toFixed(1).padStart(8)
try {
  for (let round = 1; round <= rounds; round++) {
    const sides = {
      '1 loop of train()': await loops(1),
      '1 worker': await sweep(1),
      '2 loops of train()': await loops(2),
      '2 workers': await sweep(2),
    }
    for (const count of [1, 2]) rmSync(join(dir, `workers-${count}`), { recursive: true })
    console.log(`${runs} runs of ${steps} steps      wall s    cpu s`)
    for (const [name, { wall, cpu }] of Object.entries(sides))
      console.log(`  ${name.padEnd(18)} ${seconds(wall)} ${seconds(cpu)}`)
    const [loop, worker, twoLoops, workers] = Object.values(sides)
    const percent = (ratio) => `${(100 * (ratio - 1)).toFixed(1)} %`
    const ratios = (one, two) =>
      `wall ${(one.wall / two.wall).toFixed(2)}, by cpu ${((2 * one.cpu) / two.cpu).toFixed(2)}`
    console.log(
      `  the engine costs: wall ${percent(worker.wall / loop.wall)}, cpu ${percent(worker.cpu / loop.cpu)}`,
    )
    console.log(`  2 workers are as many of 1: ${ratios(worker, workers)}`)
    console.log(`  2 loops are as many of 1, which is what the machine allows: ${ratios(loop, twoLoops)}`)
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
