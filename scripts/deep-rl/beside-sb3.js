/**
 * ppo beside Stable-Baselines3's own runs: the table of docs/results/deep-rl.md, and all final returns as CSV.
 *
 *   npm run build && node scripts/deep-rl/beside-sb3.js STUDY SB3 CSV
 *
 * STUDY is a folder of studies/baseline-sb3.yaml, or of one whose learning rate is constant, so that runs may be longer here; SB3
 * is one that bench/peers/sb3_returns.py has written. Returns are those of the last 100 training episodes at the step where
 * Stable-Baselines3's runs end, means over seeds with 95 % bootstrap intervals; so is their difference.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { aggregate, aggregateDifference, mean, scoresOf } from '../../dist/studies/statistics/index.js'
import { cell, numberOfSize, table } from '../synthetic/markdown.js'
import { readStudy } from './study.js'

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

const { environments, of } = readStudy(dir)
const lines = []
const shared = environments.filter((env) => existsSync(path.join(sb3, env)))
const rows = shared.map((env) => {
  const peers = theirs(env)
  const ours = of('ppo', env).map(({ seed, curve }) => ({
    seed,
    final: curve.findLast(({ step }) => step <= peers[0].step).value,
  }))
  const sides = { formscale: ours, 'stable-baselines3': peers }
  const scores = Object.entries(sides).map(([name, runs]) => {
    for (const { seed, final } of runs) lines.push([env, name, seed, Number(final.toPrecision(6))].join(','))
    return scoresOf(
      name,
      runs.map(({ final }) => [final]),
    )
  })
  const format = numberOfSize(mean(ours.map(({ final }) => final)))
  const difference = cell(aggregateDifference(scores[0], scores[1], 'mean'), format)
  return [env, ...scores.map((side) => cell(aggregate(side, 'mean'), format)), difference]
})
console.log(table(['', 'formscale', 'Stable-Baselines3', 'difference'], rows))
writeFileSync(csv, `${['env,library,seed,finalReturn', ...lines].join('\n')}\n`)
