/**
 * The tables of the tabular studies in docs/results/synthetic.md, and their raw numbers as CSV.
 *
 *   npm run build && node scripts/synthetic/tabular.js CSV_PREFIX EXACT GARNET SAMPLED
 *
 * Prints Markdown. Regrets are percentages of the uniform policy's. Over fresh Garnet MDPs scores are interquartile
 * means with 95 % bootstrap intervals over MDPs, differences are of the same MDP.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { make } from '../../dist/envs/index.js'
import { findRuns } from '../../dist/studies/folder/find-runs.js'
import { areaMean, curveOf } from '../../dist/studies/results/curves.js'
import { groupRuns } from '../../dist/studies/results/groups.js'
import { estimate, mean } from '../../dist/studies/statistics/index.js'
import { catalogue } from '../../dist/updates/index.js'
import { chosenIn, coordinatesText, table } from './markdown.js'

const GAMMA = 0.99 // of all these runs
/** The regret whose first step is told, in percent of the uniform policy's. */
const THRESHOLD = 1

/** Scores of every member in every environment, means over seeds: the lower the better. */
function readStudy(dir) {
  const groups = groupRuns(findRuns(dir).runs.filter(({ folder }) => !folder.startsWith(join(dir, 'search'))))
  const environments = [...new Set(groups.map(({ env }) => env))]
  const members = [...new Set(groups.map(({ label }) => label))].map((name) => {
    const cells = environments.map((env) => {
      const { finished } = groups.find((group) => group.env === env && group.label === name)
      const percent = 100 / uniformRegret(env)
      const curves = finished.map(({ metrics }) => curveOf(metrics, 'regret'))
      // A run that never got there counts as if it did at the end.
      const stepsOf = (curve) =>
        (curve.find(({ value }) => percent * value <= THRESHOLD) ?? curve.at(-1)).step
      return {
        env,
        seeds: finished.length,
        area: percent * mean(curves.map(areaMean)),
        final: Math.max(0, percent * mean(curves.map((curve) => curve.at(-1).value))),
        steps: mean(curves.map(stepsOf)),
      }
    })
    return { name, isNew: !Object.hasOwn(catalogue, name), cells }
  })
  const total = ({ cells }) => mean(cells.map(({ area }) => area))
  return { environments, members: members.sort((a, b) => total(a) - total(b)) }
}

function uniformRegret(id) {
  const env = make(id)
  const { states, actions } = env.mdp
  return env.regret(() => new Float64Array(states * actions).fill(1 / actions), GAMMA)
}

const title = ({ name, isNew }) => (isNew ? `**${name}**` : `\`${name}\``)
const percent = (value) =>
  value === 0 || value >= 0.01 ? value.toFixed(2) : value.toExponential(0).replace('-', '−')
const short = (env) => env.replace('-v0', '').replace('?mdpSeed=', ' ')

function exactTable(dir) {
  const { environments, members } = readStudy(dir)
  const chosen = chosenIn(dir)
  const rows = members.map((member) => [
    title(member),
    coordinatesText(chosen[member.name].coordinates),
    ...member.cells.map(({ area, final }) => `${percent(area)} (${percent(final)})`),
  ])
  return table(['update', 'tuned', ...environments.map(short)], rows)
}

function garnetTable(dir) {
  const iqm = (values) => estimate(values, { statistic: 'iqm' })
  const scores = (member, score) => member.cells.map((cell) => cell[score])
  const level = (member) => iqm(scores(member, 'area')).value
  const members = readStudy(dir).members.sort((a, b) => level(a) - level(b))
  const best = members.find(({ isNew }) => !isNew)
  const ppo = members.find(({ name }) => name === 'ppo')
  const less = (member, other) => iqm(member.cells.map(({ area }, i) => area - other.cells[i].area))
  const whole = ({ value, interval: { low, high } }) =>
    `${Math.round(value).toLocaleString('en')} [${[low, high].map((end) => Math.round(end).toLocaleString('en')).join(', ')}]`
  const text = ({ value, interval: { low, high } }) => `${percent(value)} [${percent(low)}, ${percent(high)}]`
  const three = (number) => number.toFixed(3).replace('-', '−')
  const signed = ({ value, interval: { low, high } }) => `${three(value)} [${three(low)}, ${three(high)}]`
  const rows = members.map((member) => [
    title(member),
    text(iqm(scores(member, 'area'))),
    text(iqm(scores(member, 'final'))),
    whole(iqm(scores(member, 'steps'))),
    ...[best, ppo].map((other) => (member === other ? '' : signed(less(member, other)))),
  ])
  const header = ['update', 'regret over training', 'final regret', `steps to ${THRESHOLD} %`]
  return table([...header, ...[best, ppo].map(({ name }) => `over training, less \`${name}\``)], rows)
}

function sampledTable(dir) {
  const { environments, members } = readStudy(dir)
  const sampled = members.filter(({ name }) => !name.endsWith('-exact'))
  const rows = sampled.map((member) => {
    const exact = members.find(({ name }) => name === `${member.name}-exact`)
    return [
      title(member),
      ...member.cells.map(({ area }, i) => `${percent(area)} / ${percent(exact.cells[i].area)}`),
      ...member.cells.map(({ final }, i) => `${percent(final)} / ${percent(exact.cells[i].final)}`),
    ]
  })
  const names = environments.map(short)
  return table(
    [
      'sampled / exact',
      ...names.map((name) => `${name}, over training`),
      ...names.map((name) => `${name}, final`),
    ],
    rows,
  )
}

function scoresCsv(studies) {
  const rows = Object.entries(studies).flatMap(([study, dir]) =>
    readStudy(dir).members.flatMap(({ name, cells }) =>
      cells.map(({ env, seeds, area, final, steps }) =>
        [study, name, env, seeds, area.toPrecision(4), final.toPrecision(4), Math.round(steps)].join(','),
      ),
    ),
  )
  return `${['study,update,environment,seeds,regretOverTrainingPercent,finalRegretPercent,stepsToOnePercent', ...rows].join('\n')}\n`
}

const [prefix, exact, garnet, sampled] = process.argv.slice(2)
if (sampled === undefined) throw new Error('usage: tabular.js CSV_PREFIX EXACT GARNET SAMPLED')
console.log(
  `### Exact\n\n${exactTable(exact)}\n\n### Fresh Garnet MDPs\n\n${garnetTable(garnet)}\n\n### Sampled and exact\n\n${sampledTable(sampled)}`,
)
writeFileSync(`${prefix}-scores.csv`, scoresCsv({ exact, garnet, sampled }))
