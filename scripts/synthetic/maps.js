/**
 * Heat maps of a map study: every pair of scale parameters, one figure for each reading, form and score.
 *
 *   npm run build && node scripts/synthetic/maps.js THRESHOLD PREFIX STUDY
 *
 * Writes PREFIX-<reading>-<form>-<final|steps>.svg. A cell is the best over all other parameters and learning rates;
 * the best learning rate is taken first. Regrets of tabular environments are percentages of the uniform policy's, and
 * means over the environments.
 */
import { writeFileSync } from 'node:fs'
import { make } from '../../dist/envs/index.js'
import { areaMean, curveOf } from '../../dist/studies/curves.js'
import { groupRuns } from '../../dist/studies/groups.js'
import { heatMaps } from '../../dist/studies/report/figures/heat-maps.js'
import { openDrawing, standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { findRuns } from '../../dist/studies/runs.js'
import { mean } from '../../dist/studies/statistics/index.js'

const COLUMNS = 2
const GAP = 24

const units = {}

const [thresholdText, prefix, dir] = process.argv.slice(2)
const threshold = Number(thresholdText)
if (!(threshold > 0) || dir === undefined) throw new Error('usage: maps.js THRESHOLD PREFIX STUDY')

const drawing = await openDrawing()
const points = bestRates(groupRuns(findRuns(dir).runs).filter(({ finished }) => finished.length > 0))
const scores = {
  final: { name: 'final regret', lowerIsBetter: true, of: ({ score }) => score.final },
  steps: { name: `steps to ${threshold}`, lowerIsBetter: true, of: ({ score }) => score.steps },
}

for (const reading of ['logprob', 'output'])
  for (const form of ['policy', 'value']) {
    const some = points.filter(
      ({ config: { update } }) => update.reference === reading && update.form === form,
    )
    if (some.length === 0) continue
    for (const [key, score] of Object.entries(scores))
      write(`${prefix}-${reading}-${form}-${key}.svg`, some, score)
  }

function write(file, some, score) {
  const maps = heatMaps(drawing, some, [score])?.maps.filter(({ over }) => over === 'best') ?? []
  const sizes = maps.map(({ svg }) =>
    ['width', 'height'].map((name) => Number(svg.match(` ${name}="([\\d.]+)"`)[1])),
  )
  const width = Math.max(...sizes.map(([wide]) => wide)) + GAP
  let top = 0
  const parts = []
  for (let row = 0; row < maps.length; row += COLUMNS) {
    const inRow = maps.slice(row, row + COLUMNS)
    for (const [column, { svg }] of inRow.entries())
      parts.push(`<svg x="${column * width}" y="${top}"${svg.slice('<svg'.length)}`)
    top += Math.max(...sizes.slice(row, row + COLUMNS).map(([, tall]) => tall)) + GAP
  }
  const title = `${score.name} over pairs of parameters, best over the others`
  writeFileSync(file, `${standaloneSvg(svgText(title, COLUMNS * width, top, parts.join('')))}\n`)
  console.log(`${file}: ${maps.map(({ pair }) => pair).join(', ')}`)
}

/** Each point of the family at the best of its learning rates, its trust region and transform named by their kinds. */
function bestRates(groups) {
  const byPoint = new Map()
  for (const same of groupsOf(groups, ({ config: { env: _env, ...config } }) => config)) {
    const config = pointOf(same[0].config)
    const score = meanScore(same.map(scoreOf))
    const known = byPoint.get(JSON.stringify(config))
    if (!known || score.area < known.score.area)
      byPoint.set(JSON.stringify(config), { ...same[0], config, score })
  }
  return [...byPoint.values()]
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
  const scale = { ...rest.scale, trust: rest.scale.trust.kind, robust: rest.scale.robust.kind }
  return { ...settings, optimiser: { ...optimiser, learningRate: 0 }, update: { ...rest, scale } }
}

function meanScore(all) {
  const of = (name) => mean(all.map((score) => score[name]))
  return { final: of('final'), area: of('area'), steps: of('steps') }
}

function scoreOf({ finished: [{ metrics }], config }) {
  const unit = unitOf(config)
  const curve = curveOf(metrics, 'regret').map(({ step, value }) => ({ step, value: value / unit }))
  const reached = curve.find(({ value }) => value <= threshold)
  return { final: curve.at(-1).value, area: areaMean(curve), steps: reached?.step ?? config.totalSteps }
}

/** A hundredth of the uniform policy's regret in a tabular environment; rewards as they are in the 2-D bandit. */
function unitOf({ env, gamma }) {
  const { mdp } = make(env)
  if (mdp === undefined) return 1
  units[env] ??=
    make(env).regret(() => new Float64Array(mdp.states * mdp.actions).fill(1 / mdp.actions), gamma) / 100
  return units[env]
}
