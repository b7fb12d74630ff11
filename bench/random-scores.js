/**
 * `node bench/random-scores.js [EPISODES] [ID …]`: the mean return of uniformly random actions in each environment that has no
 * exact regret, with its standard error. The table in src/studies/results/references.ts is made of these.
 */
import { list, make, prepare, sample } from '../dist/envs/index.js'
import { stream } from '../dist/random/index.js'

const [episodes = '300', ...ids] = process.argv.slice(2)

function returnOf(env, random) {
  env.reset(random.uint32())
  for (let total = 0; ; ) {
    const { reward, terminated, truncated } = env.step(sample(env.actionSpace, random))
    total += reward
    if (terminated || truncated) return total
  }
}

for (const id of ids.length > 0 ? ids : list()) {
  await prepare(id)
  const env = make(id)
  if (env.regret) continue
  const random = stream(0, 'evaluation')
  const returns = Array.from({ length: Number(episodes) }, () => returnOf(env, random))
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1)
  console.log(
    `${id.padEnd(28)} ${mean.toPrecision(5).padStart(9)} ± ${Math.sqrt(variance / returns.length).toPrecision(2)}`,
  )
}
