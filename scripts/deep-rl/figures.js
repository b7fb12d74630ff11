/**
 * The figures of docs/results/deep-rl.md from the folder of a finished study.
 *
 *   npm run build && node scripts/deep-rl/figures.js STUDY BASELINE PREFIX update,update,...
 *
 * PREFIX-differences.svg: each update's interquartile mean less the baseline's. PREFIX-curves.svg: learning curves of the
 * baseline and of the updates named, an environment each.
 */
import { writeFileSync } from 'node:fs'
import { estimateFigure } from '../../dist/studies/report/figures/estimates.js'
import { lineFigure } from '../../dist/studies/report/figures/lines.js'
import { escapeText, openDrawing, standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { meanCurve } from '../../dist/studies/results/curves.js'
import { aggregateDifference } from '../../dist/studies/statistics/index.js'
import { readStudy } from './study.js'

const [WIDTH, HEIGHT, TITLE, COLUMNS, POINTS] = [450, 250, 30, 2, 50]

const [dir, baseline, prefix, named] = process.argv.slice(2)
if (!named) throw new Error('usage: figures.js STUDY BASELINE PREFIX update,update,...')
const { environments, updates, of, scores } = readStudy(dir)
const drawing = await openDrawing()

function differences() {
  const measures = ['final', 'training']
  const rows = updates
    .filter((update) => update !== baseline)
    .map((update, i) => ({
      label: update,
      name: update,
      colour: named.split(',').includes(update) ? named.split(',').indexOf(update) + 1 : i,
      estimates: measures.map((measure) =>
        aggregateDifference(scores(update, baseline, measure), scores(baseline, baseline, measure), 'iqm'),
      ),
      runs: [],
    }))
    .sort((a, b) => b.estimates[0].value - a.estimates[0].value)
  return estimateFigure(drawing, {
    name: 'differences',
    title: `Interquartile means over ${environments.length} environments, less that of ${baseline}`,
    panels: [`final return, less ${baseline}`, `return over training, less ${baseline}`],
    xLabel: `1 = mean of ${baseline} over random actions`,
    log: false,
    rows,
  }).file
}

function panel(env, i) {
  const series = [baseline, ...named.split(',')].map((update, colour) => ({
    label: update,
    name: update,
    colour,
    mean: meanCurve(
      of(update, env).map(({ curve }) => curve),
      POINTS,
    ),
    runs: [],
  }))
  const svg = lineFigure(drawing, {
    title: env,
    series,
    width: WIDTH,
    height: HEIGHT,
    xLabel: 'environment steps',
    yLabel: 'return',
    seeds: false,
    ticks: 4,
    labelled: true,
  })
  const [x, y] = [(i % COLUMNS) * WIDTH, Math.floor(i / COLUMNS) * (HEIGHT + TITLE)]
  const title = `<text x="${x + 52}" y="${y + 20}" text-anchor="start" font-weight="600" fill="var(--ink)">${escapeText(env)}</text>`
  return `${title}<svg x="${x}" y="${y + TITLE}"${svg.slice('<svg'.length)}`
}

const height = Math.ceil(environments.length / COLUMNS) * (HEIGHT + TITLE)
const curves = svgText('Learning curves', COLUMNS * WIDTH, height, environments.map(panel).join(''))
writeFileSync(`${prefix}-differences.svg`, `${standaloneSvg(differences())}\n`)
writeFileSync(`${prefix}-curves.svg`, `${standaloneSvg(curves)}\n`)
