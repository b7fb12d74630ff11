/**
 * Heat maps of a map study: every pair of scale parameters, one figure for each reading, form and score.
 *
 *   npm run build && node scripts/synthetic/maps.js THRESHOLD PREFIX STUDY
 *
 * Writes PREFIX-<reading>-<form>-<final|steps>.svg. A cell is the best over all other parameters and learning rates;
 * the best learning rate is taken first. In a study of several environments scores are means over them of the regret
 * in units of its first value's median, so that no environment counts more for having larger rewards.
 */
import { writeFileSync } from 'node:fs'
import { areaMean, curveOf } from '../../dist/studies/curves.js'
import { groupRuns } from '../../dist/studies/groups.js'
import { heatMaps } from '../../dist/studies/report/figures/heat-maps.js'
import { openDrawing, standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { findRuns } from '../../dist/studies/runs.js'

const COLUMNS = 2
const GAP = 24

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

/** Each point of the family at the better of its learning rates, its trust region named by its kind. */
function bestRates(groups) {
  const byPoint = new Map()
  for (const group of groups) {
    const { update, optimiser, ...settings } = group.config
    const { name: _name, about: _about, ...rest } = update
    const scale = { ...rest.scale, trust: rest.scale.trust.kind, robust: rest.scale.robust.kind }
    const point = { ...settings, optimiser: { ...optimiser, learningRate: 0 }, update: { ...rest, scale } }
    const key = JSON.stringify(point)
    const score = scoreOf(group)
    const known = byPoint.get(key)
    if (!known || score.area < known.score.area) byPoint.set(key, { ...group, config: point, score })
  }
  return [...byPoint.values()]
}

function scoreOf({ finished, config }) {
  const [{ metrics }] = finished
  const curve = curveOf(metrics, 'regret')
  const reached = curve.find(({ value }) => value <= threshold)
  return { final: curve.at(-1).value, area: areaMean(curve), steps: reached?.step ?? config.totalSteps }
}
