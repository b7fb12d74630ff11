/**
 * The exact update of eight members on the simplex of a three-armed bandit: docs/results/synthetic/simplex.svg.
 *
 *   npm run build && node scripts/synthetic/simplex.js
 */
import { Bandit, exact } from '../../dist/envs/index.js'
import { colourOf } from '../../dist/studies/report/theme.js'
import { catalogue, resolveUpdate } from '../../dist/updates/index.js'
import { document, Plot, writePanels } from './figure.js'

const { mdp } = new Bandit()
/** The policy that collected the data; it rarely tries the best arm. */
const behaviour = [0.15, 0.35, 0.5]
const behaviourOutputs = behaviour.map(Math.log)
const advantages = exact.advantages(mdp, behaviour, 0)

const priced = (name, form, beta) => resolveUpdate({ name, form, reference: 'logprob', scale: { beta } })
const members = [
  { title: 'a2c', update: catalogue.a2c },
  { title: 'off-policy-pg', update: catalogue['off-policy-pg'] },
  { title: 'ppo, clip 0.2', update: catalogue.ppo },
  { title: 'spo, ε = 0.2', update: catalogue.spo },
  { title: 'mdpo, β = 0.5', update: catalogue.mdpo, beta: 0.5 },
  { title: 'value form, β = 0.5', update: priced('value', 'value', 0.5), beta: 0.5 },
  { title: 'ml, β = 1', update: catalogue.ml, beta: 1 },
  { title: 'awr-centred', update: catalogue['awr-centred'] },
]

/** dπ/dt when the logits log π follow the update. */
function flow(update, policy) {
  const push = exact.expectedUpdate(mdp, update, policy.map(Math.log), behaviourOutputs, 0)
  const mean = policy.reduce((sum, probability, a) => sum + probability * push[a], 0)
  return policy.map((probability, a) => probability * (push[a] - mean))
}

/** Where the flow leads from μ: the policies on the way. */
function pathFrom(update, start) {
  const step = 0.05
  let logits = start.map(Math.log)
  const path = [start]
  for (let i = 0; i < 20_000; i++) {
    const push = exact.expectedUpdate(mdp, update, logits, behaviourOutputs, 0)
    logits = logits.map((logit, a) => logit + step * push[a])
    const policy = Array.from(exact.softmax(logits, 3))
    if (distance(policy, path.at(-1)) > 0.01) path.push(policy)
    if (i === 19_999) path.push(policy)
  }
  return path
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]))

/** Best arm on top, middle one at the left, worst at the right. */
const HEIGHT = Math.sqrt(3) / 2
const at = ([best, , worst]) => ({ x: worst + best / 2, y: HEIGHT * best })

const STEPS = 11
const grid = []
for (let i = 0; i <= STEPS; i++)
  for (let j = 0; i + j <= STEPS; j++) {
    const inside = (n) => (n + 0.35) / (STEPS + 1.05)
    grid.push([inside(i), inside(j), inside(STEPS - i - j)])
  }

function panel({ update, beta }) {
  const flows = grid.map((policy) => ({ policy, velocity: flow(update, policy) }))
  const speeds = flows.map(({ velocity }) => distance(velocity, [0, 0, 0]))
  const fastest = Math.max(...speeds)
  const arrows = flows.flatMap(({ policy, velocity }, i) => {
    if (speeds[i] < 1e-4 * fastest) return [{ ...point(at(policy)), still: true }]
    const length = 0.045 * Math.sqrt(speeds[i] / fastest) + 0.012
    const ahead = policy.map((value, a) => value + (length * velocity[a]) / speeds[i])
    return [{ ...point(at(policy)), ...tip(at(ahead)), speed: speeds[i] / fastest }]
  })
  const path = pathFrom(update, behaviour).map(at)
  const rest = beta === undefined ? [] : [at(exact.softmax(restLogits(beta), 3))]
  const corners = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ].map(at)
  return Plot.plot({
    document,
    width: 230,
    height: 214,
    margin: 14,
    x: { domain: [-0.04, 1.04], axis: null },
    y: { domain: [-0.09, HEIGHT + 0.03], axis: null },
    opacity: { type: 'linear', range: [0.3, 1], domain: [0, 1] },
    marks: [
      Plot.line(corners, { x: 'x', y: 'y', stroke: 'var(--muted)' }),
      Plot.dot(
        arrows.filter(({ still }) => still),
        { x: 'x', y: 'y', r: 1, fill: colourOf(1) },
      ),
      Plot.arrow(
        arrows.filter(({ still }) => !still),
        {
          x1: 'x',
          y1: 'y',
          x2: 'x2',
          y2: 'y2',
          stroke: colourOf(0),
          strokeOpacity: 'speed',
          headLength: 7,
          strokeWidth: 1.2,
        },
      ),
      Plot.line(path, { x: 'x', y: 'y', stroke: colourOf(1), strokeWidth: 2 }),
      Plot.dot([at(behaviour)], { x: 'x', y: 'y', r: 4, fill: 'var(--ink)' }),
      Plot.dot(path.slice(-1), { x: 'x', y: 'y', r: 4, fill: colourOf(1) }),
      Plot.dot(rest, { x: 'x', y: 'y', r: 7, stroke: colourOf(2), strokeWidth: 2 }),
      Plot.text(['worth ½'], { x: 0, y: -0.06, text: (name) => name, textAnchor: 'start' }),
      Plot.text(['worth 0'], { x: 1, y: -0.06, text: (name) => name, textAnchor: 'end' }),
      Plot.text(['worth 1'], { x: 0.56, y: HEIGHT - 0.02, text: (name) => name, textAnchor: 'start' }),
    ],
  })
}

const point = ({ x, y }) => ({ x, y })
const tip = ({ x, y }) => ({ x2: x, y2: y })

/** π ∝ μ e^{A/β}, as logits. */
const restLogits = (beta) => behaviourOutputs.map((logit, a) => logit + advantages[a] / beta)

const panels = members.map((member) => ({ title: member.title, plot: panel(member) }))
writePanels(
  'docs/results/synthetic/simplex.svg',
  [panels.slice(0, 4), panels.slice(4)],
  'Flow of the exact update of eight members on the policies over three arms, all with data from one behaviour policy',
)
