/**
 * `npm run test:long [rounds] [seed]`: the files with property tests, again and again with fresh cases, until a round fails.
 * Each round prints its seed, and a failed one how to repeat it.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROUNDS = 10

const root = join(import.meta.dirname, '..')
const files = ['src', 'lab', 'tests']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"))

const [rounds = ROUNDS, first = randomInt(2 ** 31)] = process.argv.slice(2).map(Number)

for (let round = 0; round < rounds; round++) {
  const seed = String((first + round) % 2 ** 31)
  console.log(`\nround ${round + 1} of ${rounds}, seed ${seed}`)
  const { status } = spawnSync('npx', ['vitest', 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROPERTY_SEED: seed },
  })
  if (status !== 0) {
    console.error(`\nfailed; the same again: PROPERTY_SEED=${seed} npx vitest run FILE`)
    process.exit(1)
  }
}
console.log(`\nall ${files.length} files held in every round`)
