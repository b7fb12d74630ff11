/**
 * Policies over the context square of the 2-D bandit: the optimum, then the policy of each run.
 *
 *   npm run build && node scripts/synthetic/square.js FILE.svg TITLE=RUN ...
 */
import { Bandit2D } from '../../dist/envs/index.js'
import { load } from '../../dist/index.js'
import { colours, document, Plot, writePanels } from './figure.js'

const SIDE = 57
/** An action's region is painted where it is the likeliest, stronger where π is beyond the second and the third. */
const LEVELS = [0, 0.6, 0.9]

const [file, ...runs] = process.argv.slice(2)
if (runs.length === 0) throw new Error('name a file and at least one run: square.js FILE.svg TITLE=RUN ...')

const contexts = Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
  const cell = Math.floor(i / 2)
  return (2 * (i % 2 === 0 ? cell % SIDE : Math.floor(cell / SIDE))) / (SIDE - 1) - 1
})

/** Probabilities [SIDE² × 5], row by row from x1 = −1. */
async function policyOf(run) {
  const { policy, config } = await load(run)
  const side = Math.sqrt(policy.observationSize)
  const env = new Bandit2D(policy.observationSize === 2 ? {} : { features: side })
  const regret = env.regret((observations) => policy.probabilities(observations))
  return { probabilities: policy.probabilities(env.observe(contexts)), regret, update: config.update.name }
}

/** The expected rewards in place of probabilities: the best action's region is painted in full. */
function optimum() {
  const env = new Bandit2D()
  const rewards = Array.from({ length: SIDE * SIDE }, (_, cell) =>
    env.expectedRewards(contexts.subarray(2 * cell, 2 * cell + 2)),
  )
  return { probabilities: Float64Array.from(rewards.flatMap((row) => [...row])), levels: [-1, -1, -1] }
}

/** How far above all others an action is, capped by how far π is above a level: its region is where this is > 0. */
function excess(probabilities, action, level) {
  return Float64Array.from({ length: SIDE * SIDE }, (_, cell) => {
    const row = probabilities.subarray(5 * cell, 5 * cell + 5)
    const others = row.filter((_, a) => a !== action)
    return Math.min(row[action] - Math.max(...others), row[action] - level)
  })
}

function square({ probabilities, levels = LEVELS }) {
  const region = (action, level, fillOpacity) =>
    Plot.contour(excess(probabilities, action, level), {
      width: SIDE,
      height: SIDE,
      x1: -1,
      x2: 1,
      y1: -1,
      y2: 1,
      thresholds: [0],
      fill: colours[action],
      fillOpacity,
    })
  const actions = [0, 1, 2, 3, 4]
  return Plot.plot({
    document,
    width: 170,
    height: 170,
    margin: 8,
    x: { domain: [-1, 1], axis: null },
    y: { domain: [-1, 1], axis: null },
    marks: [
      levels.map((level, i) => actions.map((action) => region(action, level, i === 0 ? 0.35 : 0.5))),
      Plot.frame({ stroke: 'var(--muted)' }),
    ],
  })
}

const panels = [{ title: 'optimum', plot: square(optimum()) }]
for (const text of runs) {
  const at = text.indexOf('=') // a folder may have more of them
  const [title, run] = [text.slice(0, at), text.slice(at + 1)]
  const policy = await policyOf(run)
  panels.push({ title: `${title}: ${policy.regret.toFixed(3)}`, plot: square(policy) })
}
writePanels(
  file,
  [panels],
  'The likeliest action over the context square: the optimum, and several policies with their regret',
)
