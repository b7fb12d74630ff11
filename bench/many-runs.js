// Folders of finished runs that nobody trained: what a study of thousands leaves, in seconds.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const load = (path) => import(new URL(`../dist/${path}`, import.meta.url))
const { resolveConfig } = await load('training/index.js')
const { configText, metricsLine } = await load('runs/files/index.js')

const UPDATES = 50
const STEPS = 512

const row = (update) => ({
  update,
  step: STEPS * update,
  episodes: update,
  meanReturn: update / 2,
  meanLength: 20,
  policyLoss: 0.01,
  valueLoss: 1.25,
  entropy: 0.5,
  approxKl: 0.01,
  clipFraction: 0.1,
  meanAbsF: 1,
  explainedVariance: 0.5,
  gradNorm: 1,
  learningRate: 1e-3,
  stepsPerSecond: 1000,
  seconds: update / 10,
})

/** Writes `runs` folders of runs with `rows` rows each, of 50 updates, into `dir`. */
export function writeRuns(dir, { runs, rows }) {
  const metrics = Array.from({ length: rows }, (_, i) => metricsLine(row(i + 1))).join('')
  const totals = { steps: STEPS * rows, updates: rows, episodes: rows, meanReturn: rows / 2 }
  const result = { status: 'finished', ...totals, seconds: rows / 10, stepsPerSecond: 1000 }
  for (let seed = 0; seed < runs; seed++) {
    const folder = join(dir, `update-${seed % UPDATES}`, `seed-${seed}`)
    mkdirSync(folder, { recursive: true })
    const epochs = 1 + (seed % UPDATES)
    const config = resolveConfig({ env: 'CartPole-v1', totalSteps: totals.steps, seed, epochs })
    writeFileSync(join(folder, 'config.json'), configText(config, 'simd', process.version))
    writeFileSync(join(folder, 'metrics.jsonl'), metrics)
    writeFileSync(join(folder, 'result.json'), JSON.stringify(result))
  }
}
