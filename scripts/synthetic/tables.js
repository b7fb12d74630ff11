/**
 * The tables of docs/results/synthetic.md on the 2-D bandit from the folders of finished studies, and their raw numbers
 * as CSV.
 *
 *   npm run build && node scripts/synthetic/tables.js CSV_PREFIX NAME=THRESHOLD=STUDY ...
 *
 * Prints Markdown. THRESHOLD is the regret whose first step is told. Scores are interquartile means over seeds with 95 %
 * bootstrap intervals; differences are of runs of the same seed, which see the same contexts.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { areaMean, curveOf, thin } from '../../dist/studies/results/curves.js'
import { groupRuns } from '../../dist/studies/results/groups.js'
import { estimate } from '../../dist/studies/statistics/index.js'
import { catalogue } from '../../dist/updates/index.js'
import { cell, chosenIn, coordinatesText, table } from './markdown.js'

const CURVE_POINTS = 40

const [prefix, ...named] = process.argv.slice(2)
if (named.length === 0) throw new Error('usage: tables.js CSV_PREFIX NAME=THRESHOLD=STUDY ...')

function readStudy(name, threshold, dir) {
  const groups = groupRuns(findRuns(dir).runs.filter(({ folder }) => !folder.startsWith(join(dir, 'search'))))
  const chosen = chosenIn(dir)
  const members = groups.map(({ label, config, finished, unfinished }) => ({
    name: label,
    isNew: !Object.hasOwn(catalogue, label.replace(/-entropy$/, '')),
    tuned: chosen[label].coordinates,
    tuningScore: chosen[label].value,
    failed: unfinished.length,
    runs: finished.map((run) => scoresOf(run, config.totalSteps, threshold)),
  }))
  return { name, threshold, members: members.sort((a, b) => iqm(a, 'area').value - iqm(b, 'area').value) }
}

function scoresOf({ config, metrics }, totalSteps, threshold) {
  const curve = curveOf(metrics, 'regret')
  const reached = curve.find(({ value }) => value <= threshold)
  return {
    seed: config.seed,
    curve,
    final: curve.at(-1).value,
    area: areaMean(curve),
    // A run that never got there counts as if it did at the end: the differences are then too small, not too large.
    steps: reached?.step ?? totalSteps,
    reached: reached !== undefined,
  }
}

function iqm({ runs }, score) {
  return estimate(
    runs.map((run) => run[score]),
    { statistic: 'iqm' },
  )
}

/** Of x less y, over the seeds that both have. */
function difference(x, y, score) {
  const pairs = x.runs.flatMap((run) => {
    const other = y.runs.find(({ seed }) => seed === run.seed)
    return other ? [run[score] - other[score]] : []
  })
  return estimate(pairs, { statistic: 'iqm' })
}

function scoreTable({ name, threshold, members }) {
  const rows = members.map((member) => [
    `${member.isNew ? '**' : '`'}${member.name}${member.isNew ? '**' : '`'}`,
    coordinatesText(member.tuned),
    cell(iqm(member, 'area'), regret),
    cell(iqm(member, 'final'), regret),
    `${steps(iqm(member, 'steps').value)} (${member.runs.filter(({ reached }) => reached).length}/${member.runs.length})`,
    ...(member.failed > 0 ? [`${member.failed} failed`] : []),
  ])
  const header = ['update', 'tuned', 'regret over training', 'final regret', `steps to ${threshold}`]
  return `### ${name}\n\n${table(header, rows)}`
}

/** Every new member against the best classical one, and against the policy gradient with its usual entropy bonus. */
function differenceTable({ threshold, members }) {
  const classical = members.filter(({ isNew }) => !isNew)
  const best = (score) =>
    classical.reduce((one, other) => (iqm(other, score).value < iqm(one, score).value ? other : one))
  const usual = members.find(({ name }) => name.endsWith('-entropy'))
  const against = (member, other, score, format) =>
    `${cell(difference(member, other, score), format)} (\`${other.name}\`)`
  const rows = members
    .filter(({ isNew }) => isNew)
    .map((member) => [
      `**${member.name}**`,
      against(member, best('area'), 'area', regret),
      against(member, best('final'), 'final', regret),
      against(member, best('steps'), 'steps', steps),
      ...(usual
        ? [cell(difference(member, usual, 'area'), regret), cell(difference(member, usual, 'final'), regret)]
        : []),
    ])
  const header = ['less the best classical', 'regret over training', 'final regret', `steps to ${threshold}`]
  if (usual) header.push(`over training, less \`${usual.name}\``, `final, less \`${usual.name}\``)
  return table(header, rows)
}

/** The new member that was the best on tuning seeds, against three classical ones and in percent of them. */
function summaryRow({ name, members }) {
  const classical = members.filter(({ isNew }) => !isNew)
  const fresh = lowest(
    members.filter(({ isNew }) => isNew),
    ({ tuningScore }) => tuningScore,
  )
  const tuned = lowest(classical, ({ tuningScore }) => tuningScore)
  const actual = lowest(classical, (member) => iqm(member, 'area').value)
  const usual =
    classical.find((member) => member.name === 'ppo') ?? classical.find((member) => member.name === 'a2c')
  const less = (other, score) =>
    `${cell(scaled(difference(fresh, other, score), iqm(other, score).value), percent)} %`
  return [
    name,
    `**${fresh.name}**`,
    `\`${tuned.name}\``,
    ...['area', 'final', 'steps'].map((score) => less(tuned, score)),
    ...[actual, usual].map((other) => `${less(other, 'area')} (\`${other.name}\`)`),
  ]
}

const lowest = (members, score) => members.reduce((one, other) => (score(other) < score(one) ? other : one))

function scaled({ value, interval: { low, high } }, unit) {
  return { value: value / unit, interval: { low: low / unit, high: high / unit } }
}

const percent = (value) => minus(String(Math.round(100 * value) || 0))
const minus = (text) => text.replaceAll('-', '−')
const regret = (value) => minus(value.toFixed(4))
const steps = (value) => minus(Math.round(value).toLocaleString('en'))

function scoresCsv(all) {
  const rows = all.flatMap(({ name, threshold, members }) =>
    members.flatMap((member) =>
      member.runs.map(({ seed, final, area, steps, reached }) => {
        const numbers = [final.toPrecision(5), area.toPrecision(5), threshold, reached ? steps : '']
        return [`"${name}"`, member.name, seed, ...numbers].join(',')
      }),
    ),
  )
  const header = 'study,update,seed,finalRegret,regretOverTraining,threshold,stepsToThreshold'
  return `${[header, ...rows].join('\n')}\n`
}

/** Mean over seeds, thinned. */
function curvesCsv(all) {
  const rows = all.flatMap(({ name, members }) =>
    members.flatMap((member) => {
      const curves = member.runs.map(({ curve }) => thin(curve, CURVE_POINTS))
      return curves[0].map(({ step }, i) => {
        const values = curves.map((curve) => curve[i].value)
        const { value, interval } = estimate(values, { statistic: 'iqm', resamples: 1000 })
        const numbers = [value, interval.low, interval.high].map((number) => number.toPrecision(4))
        return [`"${name}"`, member.name, Math.round(step), ...numbers].join(',')
      })
    }),
  )
  return `${['study,update,step,iqmRegret,low95,high95', ...rows].join('\n')}\n`
}

const studies = named.map((text) => {
  const [name, threshold, ...dir] = text.split('=')
  return readStudy(name, Number(threshold), dir.join('='))
})
const header = [
  'study',
  'best new',
  'best classical',
  'regret over training',
  'final regret',
  'steps to threshold',
  'over training, less the classical one that turned out best',
  '… less `ppo` (`a2c`)',
]
console.log(`### In short\n\n${table(header, studies.map(summaryRow))}\n`)
for (const study of studies) console.log(`${scoreTable(study)}\n\n${differenceTable(study)}\n`)
writeFileSync(`${prefix}-scores.csv`, scoresCsv(studies))
writeFileSync(`${prefix}-curves.csv`, curvesCsv(studies))
