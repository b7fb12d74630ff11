/** What the tables of the studies have in common. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the search chose for each member: its coordinates, by dotted path, and its score on the tuning seeds. */
export function chosenIn(dir) {
  const { spaces } = JSON.parse(readFileSync(join(dir, 'search', 'search.json'), 'utf8'))
  return Object.fromEntries(
    spaces.map(({ name, best, trials }) => {
      const { coordinates, values } = trials.find((trial) => trial.name === best)
      return [name, { coordinates, value: values.at(-1)[0] }]
    }),
  )
}

const SHORT = {
  'optimiser.learningRate': 'lr',
  'scale.trust': 'T',
  'scale.alphaR': 'αr',
  'scale.alphaO': 'αo',
  'scale.beta': 'β',
  'scale.omega': 'ω',
  'scale.cap': 'cap',
  'scale.robust': 'ψ',
  temperature: 'τ',
}

/** `lr 0.1, β 0.3`. */
export const coordinatesText = (coordinates) =>
  Object.entries(coordinates)
    .map(([path, value]) => `${SHORT[path] ?? path} ${valueText(value)}`)
    .join(', ')

function valueText(value) {
  if (typeof value !== 'object') return String(value)
  const { kind, ...numbers } = value
  return [kind, ...new Set(Object.values(numbers))].join(' ')
}

/** A table in Markdown, the first column of words, the others of numbers. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** Writes a number with so many digits behind the point. */
export const number = (digits) => (value) => value.toFixed(digits).replace('-', '−')

/** Writes numbers of about that size: with a digit behind the point below 1,000. */
export const numberOfSize = (size) => number(Math.abs(size) < 1000 ? 1 : 0)

/** `0.13 [0.06, 0.20]`, or the value alone where there is no interval. */
export const cell = ({ value, interval }, format) =>
  interval ? `${format(value)} [${format(interval.low)}, ${format(interval.high)}]` : format(value)
