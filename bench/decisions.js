// What members of the family learn from logs of obp's synthetic bandit, by its own measure; bench/peers/obp_logs.py makes the logs.
//
//     python bench/peers/obp_logs.py logs && node bench/decisions.js logs MEMBER,MEMBER… 1,2,3,4,5 1000,10000,100000 > learnt.jsonl
//
// A line for each seed, size and member: the expected reward on the test contexts of the policy as it draws, and of its likeliest actions.
import { readFileSync } from 'node:fs'
import { readLog, train } from 'formscale'

const [folder, ...lists] = process.argv.slice(2)
const [members, seeds, sizes] = lists.map((list) => list.split(','))
const runs = seeds.map(Number).flatMap((seed) => sizes.map((size) => ({ seed, size: Number(size) })))

for (const { seed, size } of runs) {
  const test = readTest(`${folder}/${seed}-test.csv`)
  const log = await readLog(`${folder}/${seed}-${size}.csv`)
  for (const update of members) {
    const { policy, result } = await train({ data: log, update, seed })
    console.log(JSON.stringify({ seed, size, update, seconds: result.seconds, ...worthOf(policy, test) }))
  }
}

function readTest(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const columns = header.split(',').filter((name) => name.startsWith('x')).length
  const rows = lines.map((line) => line.split(',').map(Number))
  return rows.map((row) => ({ x: row.slice(0, columns), expected: row.slice(columns) }))
}

function worthOf(policy, test) {
  const { columns, actions } = policy.spec.features
  const observations = new Float32Array(test.length * columns.length)
  test.forEach(({ x }, row) => {
    columns.forEach(({ name, mean, deviation }, i) => {
      observations[row * columns.length + i] = (x[Number(name.slice(1))] - mean) / deviation
    })
  })
  const probabilities = policy.probabilities(observations)
  let [drawn, greedy] = [0, 0]
  test.forEach(({ expected }, row) => {
    const own = probabilities.subarray(row * actions.length, (row + 1) * actions.length)
    const best = own.indexOf(Math.max(...own))
    own.forEach((probability, a) => {
      drawn += probability * expected[Number(actions[a])]
    })
    greedy += expected[Number(actions[best])]
  })
  return { drawn: drawn / test.length, greedy: greedy / test.length }
}
