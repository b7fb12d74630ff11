// The table of docs/results/decisions.md, from what bench/peers/obp_logs.py and bench/decisions.js wrote.
//
//     node bench/decisions-table.js logs/obp.json learnt.jsonl
//
// 0 is the policy of the log, 1 the best there is; means over seeds with Student's 95 % interval.
import { readFileSync } from 'node:fs'

const [obpFile, learntFile] = process.argv.slice(2)
const obp = JSON.parse(readFileSync(obpFile, 'utf8'))
const learnt = readFileSync(learntFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** Of Student's t, by the number of seeds. */
const QUANTILES = {
  2: 12.706,
  3: 4.303,
  4: 3.182,
  5: 2.776,
  6: 2.571,
  7: 2.447,
  8: 2.365,
  9: 2.306,
  10: 2.262,
}

const scores = new Map()
function note(name, size, share) {
  const bySize = scores.get(name) ?? scores.set(name, new Map()).get(name)
  if (!bySize.has(size)) bySize.set(size, [])
  bySize.get(size).push(share)
}

for (const { size, log, best, values } of obp)
  for (const [name, value] of Object.entries(values)) note(name, size, (value - log) / (best - log))
for (const { seed, size, update, drawn, greedy } of learnt) {
  const { log, best } = obp.find((one) => one.seed === seed && one.size === size)
  note(`\`${update}\`, likeliest`, size, (greedy - log) / (best - log))
  note(`\`${update}\`, drawn`, size, (drawn - log) / (best - log))
}

const sizes = [...new Set(obp.map(({ size }) => size))].sort((a, b) => a - b)
const mean = (all) => all.reduce((sum, one) => sum + one, 0) / all.length

function cell(all = []) {
  if (all.length < 2) return '–'
  const middle = mean(all)
  const deviation = Math.sqrt(all.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (all.length - 1))
  const half = (QUANTILES[all.length] * deviation) / Math.sqrt(all.length)
  return `${middle.toFixed(3)} [${(middle - half).toFixed(3)}, ${(middle + half).toFixed(3)}]`
}

const lines = [...scores]
  .sort(([, a], [, b]) => mean(b.get(sizes.at(-2)) ?? [0]) - mean(a.get(sizes.at(-2)) ?? [0]))
  .map(([name, bySize]) => `| ${[name, ...sizes.map((size) => cell(bySize.get(size)))].join(' | ')} |`)
console.log(
  [
    `| learner | ${sizes.map((size) => `${size.toLocaleString('en')} rows`).join(' | ')} |`,
    `| --- |${' --- |'.repeat(sizes.length)}`,
    ...lines,
  ].join('\n'),
)
