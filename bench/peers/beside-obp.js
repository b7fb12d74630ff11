// Holds formscale's estimators against those of the Open Bandit Pipeline, on whole logs.
//
//     python bench/peers/obp_estimators.py full.json && node bench/peers/beside-obp.js full.json
import { readFileSync } from 'node:fs'
import { estimators } from 'formscale'

const { sets } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

for (const [name, { rows, figures }] of Object.entries(sets)) {
  const differences = Object.entries(figures).map(([estimator, figure]) => {
    const { upper, lower } = estimators[estimator]
    const of = (cap) => {
      let [above, below] = [0, 0]
      for (let i = 0; i < rows.reward.length; i++) {
        const row = Object.fromEntries(Object.entries(rows).map(([key, column]) => [key, column[i]]))
        above += upper(row, cap)
        below += lower(row, cap)
      }
      return above / below
    }
    const each = Object.entries(typeof figure === 'number' ? { 1: figure } : figure)
    return [estimator, Math.max(...each.map(([cap, expected]) => Math.abs(of(Number(cap)) - expected)))]
  })
  const text = differences.map(([estimator, difference]) => `${estimator} ${difference.toExponential(1)}`)
  console.log(`${name}, ${rows.reward.length} rows: ${text.join(', ')}`)
}
