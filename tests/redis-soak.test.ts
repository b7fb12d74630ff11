import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stream } from '../src/random/index.ts'
import { resultIn } from '../src/runs/folder/index.ts'
import { times } from './faults/tally.ts'
import { hasRedis, type Process, testBench } from './redis-server.ts'

const RUNS = times(400, 1000)
/** Workers are killed after so many runs, and up to as many more: ten of them in all. */
const SPARED = RUNS / 16
const bench = testBench()

test.skipIf(!hasRedis)(
  `${RUNS} queued runs, their workers killed at random, end with ${RUNS} results, none twice`,
  { timeout: 240_000 },
  async () => {
    await bench.startRedis()
    writeFileSync(
      join(bench.path, 'study.yaml'),
      `environments: [Bandit-v0]
updates: [a2c]
seeds: ${RUNS}
budget: { totalSteps: 8 }
settings: { numEnvs: 1, rolloutSteps: 8, epochs: 1, minibatches: 1, network.hidden: [2] }
`,
    )
    const url = `redis://127.0.0.1:${bench.port}`
    const random = stream(1, 'evaluation')
    const hire = () =>
      bench.formscale('worker', '--redis', url, '--concurrency', '2', '--patience', '1', '--allow-env', '.')
    const workers: Process[] = [hire(), hire()]
    const study = bench.formscale('sweep', 'study.yaml', '--allow-env', '.', '--redis', url)
    let over = false
    void study.ended.then(() => {
      over = true
    })
    let killed = 0
    const ended = () => study.output.split(`/${RUNS}  a2c seed`).length - 1
    while (!over) {
      // Each worker gets some work done before its turn comes.
      const target = ended() + SPARED + random.integers(0, SPARED)
      await bench.until('runs end', () => over || ended() >= target)
      if (over) break
      const [victim] = workers.splice(random.integers(0, workers.length), 1)
      victim.child.kill('SIGKILL')
      killed++
      workers.push(hire())
    }
    expect(await study.ended).toBe(0)
    expect(killed).toBeGreaterThanOrEqual(6)
    const counts = [...study.output.matchAll(/^ *(\d+)\/\d+ {2}a2c seed (\d+): (?!failed)/gm)]
    expect(counts).toHaveLength(RUNS)
    expect(new Set(counts.map(([, , seed]) => seed)).size).toBe(RUNS)
    const folder = join(bench.path, 'runs/study/Bandit-v0/a2c')
    expect(readdirSync(folder)).toHaveLength(RUNS)
    for (const seed of readdirSync(folder)) {
      expect(resultIn(join(folder, seed))?.status).toBe('finished')
      expect(readFileSync(join(folder, seed, 'metrics.jsonl'), 'utf8').split('\n')).toHaveLength(2)
    }
  },
)
