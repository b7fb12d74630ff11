/**
 * The tables of docs/results/deep-rl.md from the folder of a finished study, and its raw numbers as CSV.
 *
 *   npm run build && node scripts/deep-rl/tables.js STUDY BASELINE CSV_PREFIX [environment,environment,...]
 *
 * Prints Markdown. Final returns are means over seeds with 95 % bootstrap intervals. Over all environments a run's score is
 * 0 at the return of random actions and 1 at the baseline's mean; the interquartile mean of these, its difference to the
 * baseline's and the probability of improvement have stratified-bootstrap intervals.
 */
import { writeFileSync } from 'node:fs'
import { thin } from '../../dist/studies/results/curves.js'
import {
  aggregate,
  aggregateDifference,
  estimate,
  mean,
  probabilityOfImprovement,
} from '../../dist/studies/statistics/index.js'
import { cell, number, table } from '../synthetic/markdown.js'
import { readStudy } from './study.js'

const CURVE_POINTS = 12

const [dir, baseline, prefix, only] = process.argv.slice(2)
if (!prefix) throw new Error('usage: tables.js STUDY BASELINE CSV_PREFIX [environment,environment,...]')

const { runs, environments, updates, of, scores } = readStudy(dir, only?.split(','))

const name = (update) => (update === baseline ? `\`${update}\`` : `**${update}**`)

function environmentTable() {
  const rows = updates.map((update) => [
    name(update),
    ...environments.map((env) => {
      const finals = of(update, env).map(({ final }) => final)
      return cell(estimate(finals), number(Math.abs(mean(finals)) < 100 ? 2 : 0))
    }),
  ])
  return table(['final return', ...environments], rows)
}

function aggregateTable() {
  const base = {
    final: scores(baseline, baseline, 'final'),
    training: scores(baseline, baseline, 'training'),
  }
  const rows = updates.map((update) => {
    const [final, training] = ['final', 'training'].map((measure) => scores(update, baseline, measure))
    const seconds = runs.filter((run) => run.update === update).map((run) => run.seconds)
    const against = (value) => (update === baseline ? '' : value())
    return {
      value: aggregate(final, 'iqm').value,
      cells: [
        name(update),
        cell(aggregate(final, 'iqm'), number(3)),
        against(() => cell(aggregateDifference(final, base.final, 'iqm'), number(3))),
        against(() => cell(probabilityOfImprovement(final, base.final), number(2))),
        against(() => cell(aggregateDifference(training, base.training, 'iqm'), number(3))),
        `${mean(seconds).toFixed(0)} s`,
      ],
    }
  })
  rows.sort((a, b) => b.value - a.value)
  const header = [
    'over all environments',
    'IQM of final scores',
    `less ${baseline}`,
    `probability of improvement on ${baseline}`,
    `IQM over training, less ${baseline}`,
    'time a run',
  ]
  return table(
    header,
    rows.map(({ cells }) => cells),
  )
}

function scoresCsv() {
  const lines = runs.map(({ env, update, seed, final, training, seconds }) =>
    [env, update, seed, final, training.toPrecision(6), Math.round(seconds)].join(','),
  )
  return `${['env,update,seed,finalReturn,returnOverTraining,seconds', ...lines].join('\n')}\n`
}

function curvesCsv() {
  const lines = runs.flatMap(({ env, update, seed, curve }) =>
    thin(curve, CURVE_POINTS).map(({ step, value }) =>
      [env, update, seed, Math.round(step), value.toPrecision(5)].join(','),
    ),
  )
  return `${['env,update,seed,step,meanReturn', ...lines].join('\n')}\n`
}

console.log(`${environmentTable()}\n`)
if (updates.includes(baseline) && updates.length > 1 && environments.length > 1)
  console.log(`${aggregateTable()}\n`)
writeFileSync(`${prefix}-scores.csv`, scoresCsv())
writeFileSync(`${prefix}-curves.csv`, curvesCsv())
