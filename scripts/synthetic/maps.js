/**
 * Heat maps of a map study, all pairs of scale parameters at once, one figure for each reading and form.
 *
 *   npm run build && node scripts/synthetic/maps.js THRESHOLD PREFIX STUDY
 *
 * Writes PREFIX-<reading>-<form>.svg: final regret below the diagonal, steps until the regret is THRESHOLD above it. A cell
 * is the best over all other parameters and learning rates. Regrets of tabular environments are percentages of the
 * uniform policy's, and means over the environments.
 */
import { writeFileSync } from 'node:fs'
import { interpolateViridis } from 'd3-scale-chromatic'
import { make } from '../../dist/envs/index.js'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { parameterName, parameterValue } from '../../dist/studies/report/names.js'
import { curveOf } from '../../dist/studies/results/curves.js'
import { groupRuns } from '../../dist/studies/results/groups.js'
import { parameterSpace } from '../../dist/studies/results/parameters.js'
import { mean } from '../../dist/studies/statistics/index.js'

const [CELL, ROW, GAP, MARGIN, LEFT, TOP, FOOT] = [43, 24, 12, 10, 122, 46, 48]

const [thresholdText, prefix, dir] = process.argv.slice(2)
const threshold = Number(thresholdText)
if (!(threshold > 0) || dir === undefined) throw new Error('usage: maps.js THRESHOLD PREFIX STUDY')

const uniform = new Map()
const points = pointsOf(groupRuns(findRuns(dir).runs).filter(({ finished }) => finished.length > 0))
const tabular = uniform.size > 0

/** What stands below the diagonal and what above it. */
const scores = {
  final: {
    title: tabular ? 'below: final regret, % of the uniform policy’s' : 'below: final regret, thousandths',
    text: (value) =>
      tabular ? value.toExponential(0).replace('-', '−') : (1000 * value).toFixed(value < 0.0995 ? 1 : 0),
  },
  steps: {
    title: `above: thousands of steps to ${threshold}${tabular ? ' %' : ''}`,
    text: (value) => (Number.isFinite(value) ? (value / 1000).toFixed(1) : 'never'),
  },
}

for (const reading of ['logprob', 'output'])
  for (const form of ['policy', 'value']) {
    const some = points.filter(
      ({ config: { update } }) => update.reference === reading && update.form === form,
    )
    if (some.length > 0) writeFigure(`${prefix}-${reading}-${form}.svg`, some, `${form} form, ${reading}`)
  }

/** Rows and columns are the values of all parameters, one parameter after the other. */
function writeFigure(file, some, title) {
  const { parameters, valueIn } = parameterSpace(some)
  const lines = parameters.flatMap((parameter, block) => parameter.values.map((value) => ({ block, value })))
  const bestAt = (a, b, score) => {
    const holds =
      ({ block, value }) =>
      (point) =>
        valueIn(point, parameters[block]) === value
    const values = some
      .filter(holds(a))
      .filter(holds(b))
      .map((point) => point[score])
    return values.length > 0 ? Math.min(...values) : undefined
  }
  const cells = lines.flatMap((row, r) =>
    lines.flatMap((column, c) => {
      if (row.block === column.block) return []
      const score = row.block > column.block ? 'final' : 'steps'
      const value = bestAt(row, column, score)
      return value === undefined ? [] : [{ r, c, score, value }]
    }),
  )
  const x = (c) => LEFT + c * CELL + lines[c].block * GAP
  const y = (r) => TOP + r * ROW + lines[r].block * GAP
  const [width, height] = [x(lines.length - 1) + CELL + MARGIN, y(lines.length - 1) + ROW + FOOT]
  const parts = [label(MARGIN, 22, title, 'start', ' font-weight="600"')]
  for (const [i, score] of Object.keys(scores).entries()) {
    const shown = cells.filter((cell) => cell.score === score)
    const ramp = rampOf(shown.map(({ value }) => value))
    parts.push(legend(width - (i === 0 ? 300 : 0) - MARGIN, score))
    for (const cell of shown) parts.push(draw(cell, x(cell.c), y(cell.r), ramp))
  }
  lines.forEach(({ value }, i) => {
    parts.push(label(x(i) + CELL / 2, height - FOOT + 15, parameterValue(value), 'middle'))
    parts.push(label(LEFT - 6, y(i) + ROW / 2 + 4, parameterValue(value), 'end'))
  })
  parameters.forEach((parameter, block) => {
    const first = lines.findIndex((line) => line.block === block)
    const [wide, tall] = [CELL * parameter.values.length, ROW * parameter.values.length]
    const name = parameterName(parameter.label.replace(/\.kind$|^kind$/, kindOf(parameter)))
    const strong = ' font-weight="600"'
    parts.push(label(x(first) + wide / 2, height - 14, name, 'middle', strong))
    parts.push(label(MARGIN, y(first) + tall / 2 + 4, name, 'start', strong))
  })
  writeFileSync(
    file,
    `${standaloneSvg(svgText(`${title}: ${scores.final.title}; ${scores.steps.title}`, width, height, parts.join('')))}\n`,
  )
  console.log(`${file}: ${some.length} points`)
}

/** `trust` or `robust`: both are shown by their kind. */
function kindOf({ path }) {
  return path.split('.').at(-2)
}

function draw({ value, score }, x, y, ramp) {
  const { fill, ink, best } = ramp(value)
  const frame = best ? ' stroke="var(--ink)" stroke-width="2"' : ''
  return `<rect x="${x + 1}" y="${y + 1}" width="${CELL - 2}" height="${ROW - 2}" rx="2" fill="${fill}"${frame}/><text x="${x + CELL / 2}" y="${y + ROW / 2 + 4}" font-size="11" fill="${ink}">${scores[score].text(value)}</text>`
}

/** From dark (worst) to bright (best), by the logarithm. */
function rampOf(values) {
  const finite = values.filter(Number.isFinite)
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  return (value) => {
    const share = Number.isFinite(value) && high > low ? Math.log(high / value) / Math.log(high / low) : 0
    return {
      fill: interpolateViridis(share),
      ink: share < 0.6 ? '#fff' : '#111',
      best: Number.isFinite(value) && value === low,
    }
  }
}

function legend(right, score) {
  const strips = Array.from(
    { length: 16 },
    (_, i) =>
      `<rect x="${right - 64 + 4 * i}" y="14" width="4.3" height="9" fill="${interpolateViridis(i / 15)}"/>`,
  )
  return strips.join('') + label(right - 70, 22, scores[score].title, 'end')
}

function label(x, y, text, anchor, more = '') {
  const aligned = anchor === 'middle' ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}" font-size="11"${aligned}${more} fill="var(--ink)">${text}</text>`
}

/** Each point of the family at the best of its learning rates, its trust region and transform named by their kinds. */
function pointsOf(groups) {
  return groupsOf(groups, ({ config: { env: _env, ...config } }) => config)
    .map((same) => ({ ...same[0], config: pointOf(same[0].config), ...meanScore(same.map(scoreOf)) }))
    .sort((a, b) => a.final - b.final)
}

function groupsOf(groups, key) {
  const found = new Map()
  for (const group of groups) {
    const text = JSON.stringify(key(group))
    found.set(text, [...(found.get(text) ?? []), group])
  }
  return [...found.values()]
}

function pointOf({ env: _env, optimiser, update, ...settings }) {
  const { name: _name, about: _about, ...rest } = update
  const scale = {
    ...rest.scale,
    trust: { kind: rest.scale.trust.kind },
    robust: { kind: rest.scale.robust.kind },
  }
  return { ...settings, optimiser: { ...optimiser, learningRate: 0 }, update: { ...rest, scale } }
}

function meanScore(all) {
  return { final: mean(all.map(({ final }) => final)), steps: mean(all.map(({ steps }) => steps)) }
}

function scoreOf({ finished: [{ metrics }], config }) {
  const unit = unitOf(config)
  const curve = curveOf(metrics, 'regret').map(({ step, value }) => ({ step, value: value / unit }))
  const reached = curve.find(({ value }) => value <= threshold)
  return { final: curve.at(-1).value, steps: reached?.step ?? Number.POSITIVE_INFINITY }
}

/** A hundredth of the uniform policy's regret in a tabular environment; rewards as they are in the 2-D bandit. */
function unitOf({ env, gamma }) {
  const { mdp } = make(env)
  if (mdp === undefined) return 1
  if (!uniform.has(env)) {
    const policy = new Float64Array(mdp.states * mdp.actions).fill(1 / mdp.actions)
    uniform.set(env, make(env).regret(() => policy, gamma) / 100)
  }
  return uniform.get(env)
}
