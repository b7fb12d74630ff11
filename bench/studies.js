#!/usr/bin/env node
// What the engine of studies costs: the same runs one after the other in a bare loop of train(), and by formscale sweep
// with one worker and with two. Prints wall-clock and processor time (user and system, all threads) of each process.
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
for (let seed = 1; seed <= ${runs}; seed++)
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
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(output))
      resolve({ wall: (performance.now() - began) / 1000, cpu: Number(output.match(/cpu ([\d.]+)$/)[1]) })
    }),
  )
}

const sweep = (workers) => {
  const cli = new URL('cli/main.js', dist).pathname
  return time(cli, 'sweep', 'study.yaml', '--workers', String(workers), '--out', `workers-${workers}`)
}

const seconds = (value) => value.toFixed(1).padStart(8)
try {
  for (let round = 1; round <= rounds; round++) {
    const bare = await time('bare.js')
    const one = await sweep(1)
    const two = await sweep(2)
    for (const name of ['bare', 'workers-1', 'workers-2']) rmSync(join(dir, name), { recursive: true })
    console.log(`${runs} runs of ${steps} steps      wall s    cpu s`)
    for (const [name, { wall, cpu }] of Object.entries({
      'loop of train()': bare,
      '1 worker': one,
      '2 workers': two,
    }))
      console.log(`  ${name.padEnd(18)} ${seconds(wall)} ${seconds(cpu)}`)
    const percent = (ratio) => `${(100 * (ratio - 1)).toFixed(1)} %`
    console.log(
      `  the engine costs: wall ${percent(one.wall / bare.wall)}, cpu ${percent(one.cpu / bare.cpu)}`,
    )
    console.log(
      `  2 workers do the runs of 1 times: wall ${(one.wall / two.wall).toFixed(2)}, by cpu ${((2 * one.cpu) / two.cpu).toFixed(2)}`,
    )
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
