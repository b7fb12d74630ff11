/**
 * Regret over training, interquartile mean and 95 % interval over seeds, some members of each study in a panel of its own.
 *
 *   npm run build && node scripts/synthetic/curves.js FILE.svg NAME=STUDY=member,member,... ...
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { lineFigure } from '../../dist/studies/report/figures/lines.js'
import { escapeText, standaloneSvg, svgText } from '../../dist/studies/report/figures/svg.js'
import { curveOf, thin } from '../../dist/studies/results/curves.js'
import { groupRuns } from '../../dist/studies/results/groups.js'
import { aggregateCurve, scoresOf } from '../../dist/studies/statistics/index.js'

const POINTS = 50
const [WIDTH, HEIGHT, TITLE, COLUMNS] = [450, 280, 30, 2]

const [file, ...named] = process.argv.slice(2)
if (named.length === 0) throw new Error('usage: curves.js FILE.svg NAME=STUDY=member,member,... ...')

const panels = named.map((text) => {
  const [first, last] = [text.indexOf('='), text.lastIndexOf('=')]
  return panel(text.slice(0, first), text.slice(first + 1, last), text.slice(last + 1).split(','))
})
const height = Math.ceil(panels.length / COLUMNS) * (HEIGHT + TITLE)
writeFileSync(
  file,
  `${standaloneSvg(svgText('Regret over training', COLUMNS * WIDTH, height, panels.map(placed).join('')))}\n`,
)

function panel(name, dir, members) {
  const groups = groupRuns(findRuns(dir).runs.filter(({ folder }) => !folder.startsWith(join(dir, 'search'))))
  const series = members.map((label, colour) => {
    const group = groups.find((one) => one.label === label)
    if (!group)
      throw new Error(`${dir} has no member ${label}; it has ${groups.map((one) => one.label).join(', ')}`)
    const curves = group.finished.map(({ metrics }) => thin(curveOf(metrics, 'regret'), POINTS))
    const scores = scoresOf(
      label,
      curves.map((curve) => [curve.map(({ value }) => value)]),
    )
    const mean = aggregateCurve(scores, 'iqm').map(({ value, interval }, i) => ({
      step: curves[0][i].step,
      value,
      ...interval,
    }))
    return { label, name: label, colour, mean, runs: [] }
  })
  const look = {
    xLabel: 'environment steps',
    yLabel: 'exact regret',
    seeds: false,
    log: true,
    ticks: 4,
    labelled: true,
  }
  return { name, svg: lineFigure({ title: name, series, width: WIDTH, height: HEIGHT, ...look }) }
}

function placed({ name, svg }, i) {
  const [x, y] = [(i % COLUMNS) * WIDTH, Math.floor(i / COLUMNS) * (HEIGHT + TITLE)]
  const title = `<text x="${x + 52}" y="${y + 20}" text-anchor="start" font-weight="600" fill="var(--ink)">${escapeText(name)}</text>`
  return `${title}<svg x="${x}" y="${y + TITLE}"${svg.slice('<svg'.length)}`
}
