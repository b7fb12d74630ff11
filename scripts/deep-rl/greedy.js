/**
 * Plays what finished studies have learnt with the likeliest actions, as rl-baselines3-zoo does for its figures.
 *
 *   npm run build && node scripts/deep-rl/greedy.js CSV STUDY [STUDY ...]
 *
 * Prints Markdown: of each environment the mean return of the last 100 training episodes, and of 20 episodes with the likeliest
 * actions (seed 0), both means over the runs' seeds with 95 % bootstrap intervals. CSV has both numbers of each run.
 */
import { writeFileSync } from 'node:fs'
import { load } from '../../dist/runs/index.js'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { estimate, mean } from '../../dist/studies/statistics/index.js'
import { evaluate } from '../../dist/training/index.js'
import { cell, numberOfSize, table } from '../synthetic/markdown.js'

const [csv, ...studies] = process.argv.slice(2)
if (studies.length === 0) throw new Error('usage: greedy.js CSV STUDY [STUDY ...]')

const played = []
for (const { folder, result } of studies.flatMap((dir) => findRuns(dir).runs)) {
  if (!result) continue
  const { config, policy } = await load(folder)
  const { returns } = await evaluate(policy, config.env, { episodes: 20, seed: 0, deterministic: true })
  played.push({ env: config.env, seed: config.seed, training: result.meanReturn, greedy: mean(returns) })
  console.error(`${config.env} seed ${config.seed}: ${mean(returns).toFixed(1)}`)
}

const rows = Object.entries(Object.groupBy(played, ({ env }) => env)).map(([env, runs]) => {
  const both = ['training', 'greedy'].map((kind) => runs.map((run) => run[kind]))
  const format = numberOfSize(mean(both[0]))
  return [env, ...both.map((values) => cell(estimate(values), format))]
})
console.log(table(['', 'last training episodes', 'likeliest actions'], rows))
const lines = played.map(({ env, seed, training, greedy }) => [env, seed, training, greedy].join(','))
writeFileSync(csv, `${['env,seed,finalReturn,greedyReturn', ...lines].join('\n')}\n`)
