#!/usr/bin/env node
// One training run of a task of side-by-side/tasks.js, timed; the run folder is written as ever.
//
//   npm run build && node bench/train-task.js cartpole --steps 300000 --seed 1 --threads 2
//
// Prints JSON: "seconds" is the loop alone, of the wall's clock, "processorSeconds" that of all threads.

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { train } from '../dist/index.js'
import { Kernels } from '../dist/kernels/index.js'
import { tasks } from './side-by-side/tasks.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    set: { type: 'string', default: '{}' },
    /** Counts the multiply-adds of matrix products, too. */
    count: { type: 'boolean', default: false },
  },
})
const { steps, seed } = values
const threads = values.threads === 'auto' ? 'auto' : Number(values.threads)

/** Kernels that are matrix products; the others' multiplications are few. */
const products = /^(linear|convolve|patternTable)/
let multiplyAdds = 0
let build = ''
if (values.count) {
  const { run } = Kernels.prototype
  Kernels.prototype.run = function (kernel, extent, multiplications, ...rest) {
    if (products.test(kernel)) multiplyAdds += multiplications
    build = this.build
    return run.call(this, kernel, extent, multiplications, ...rest)
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'formscale-bench-'))
const before = process.cpuUsage()
try {
  const run = await train({
    ...tasks[positionals[0]],
    ...(steps && { totalSteps: Number(steps) }),
    ...JSON.parse(values.set),
    seed: Number(seed),
    threads,
    out: path.join(folder, 'run'),
  })
  const { user, system } = process.cpuUsage(before)
  console.log(
    JSON.stringify({
      steps: run.result.steps,
      seconds: run.result.seconds,
      processorSeconds: (user + system) / 1e6,
      meanReturn: run.result.meanReturn,
      threads: run.threads,
      ...(values.count && { multiplyAdds, build }),
      peakMiB: process.resourceUsage().maxRSS / 1024,
      versions: { node: process.versions.node },
    }),
  )
} finally {
  rmSync(folder, { recursive: true })
}
