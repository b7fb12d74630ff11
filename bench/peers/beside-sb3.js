#!/usr/bin/env node
/**
 * ppo beside Stable-Baselines3's own runs: the table of docs/results/deep-rl.md, and all final returns as CSV.
 *
 *   npm run build && node bench/peers/beside-sb3.js STUDY SB3 CSV
 *
 * STUDY is a folder of studies/baseline-sb3.yaml, or of one whose learning rate is constant, so that runs may be longer here; SB3
 * is one that sb3_returns.py has written. Returns are those of the last 100 training episodes at the step where
 * Stable-Baselines3's runs end, means over seeds with 95 % bootstrap intervals; so is their difference.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { aggregate, aggregateDifference, mean, scoresOf } from '../../dist/studies/statistics/index.js'
import { table } from '../side-by-side/report.js'

const [dir, sb3, csv] = process.argv.slice(2)
if (!csv) throw new Error('usage: beside-sb3.js STUDY SB3 CSV')

/** The last of a curve's rows, each "step,meanReturn". */
function lastRow(file) {
  const rows = readFileSync(file, 'utf8').trim().split('\n')
  const [step, final] = rows[rows.length - 1].split(',').map(Number)
  return { step, final }
}

const theirs = (env) =>
  readdirSync(path.join(sb3, env))
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => ({ seed: name.match(/\d+/)[0], ...lastRow(path.join(sb3, env, name)) }))

/** 0.1 below 1,000, whole numbers above. */
const format = (size) => (value) => value.toFixed(Math.abs(size) < 1000 ? 1 : 0).replace('-', '−')

function cell({ value, interval }, text) {
  return interval ? `${text(value)} [${text(interval.low)}, ${text(interval.high)}]` : text(value)
}

const { runs } = findRuns(dir)
const environments = [...new Set(runs.map(({ config }) => config.env))]
const lines = []
const rows = environments
  .filter((env) => existsSync(path.join(sb3, env)))
  .map((env) => {
    const peers = theirs(env)
    const ours = runs
      .filter(({ config, result }) => config.env === env && result)
      .map(({ config, metrics }) => ({
        seed: config.seed,
        final: metrics.findLast(({ step, meanReturn }) => step <= peers[0].step && meanReturn !== null)
          .meanReturn,
      }))
    const sides = { formscale: ours, 'stable-baselines3': peers }
    const scores = Object.entries(sides).map(([name, side]) => {
      for (const { seed, final } of side)
        lines.push([env, name, seed, Number(final.toPrecision(6))].join(','))
      return scoresOf(
        name,
        side.map(({ final }) => [final]),
      )
    })
    const text = format(mean(ours.map(({ final }) => final)))
    const difference = cell(aggregateDifference(scores[0], scores[1], 'mean'), text)
    return [env, ...scores.map((side) => cell(aggregate(side, 'mean'), text)), difference]
  })
console.log(table(['', 'formscale', 'Stable-Baselines3', 'difference'], rows))
writeFileSync(csv, `${['env,library,seed,finalReturn', ...lines].join('\n')}\n`)
