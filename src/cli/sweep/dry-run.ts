/** What a study would run, and about how long that takes. */

import { resultIn } from '../../runs/folder/index.ts'
import { train } from '../../runs/index.ts'
import type { PlannedRun } from '../../studies/engine/plan.ts'
import { duration, plural, whole } from '../../studies/format.ts'
import type { Config } from '../../training/index.ts'
import { say } from '../say.ts'
import { type TextColumn, textList, textTable } from '../table.ts'
import { type Batch, seedsText } from './batches.ts'

const columns: readonly TextColumn<Batch>[] = [
  { title: 'environment', cell: ({ config }) => config.env },
  { title: 'update', cell: ({ what }) => what },
  { title: 'seeds', cell: ({ seeds }) => seedsText(seeds) },
  { title: 'steps a run', align: 'right', cell: ({ steps }) => whole(steps) },
  { title: 'finished', align: 'right', cell: ({ finished, runs }) => `${finished}/${runs}` },
]

/** Prints the runs of a study and how long they would take. Nothing is written. */
export async function dryRun(
  batches: readonly Batch[],
  runs: readonly PlannedRun[],
  workers: number,
): Promise<void> {
  console.log(textTable(columns, batches))
  const speeds = await speedsOf(batches, runs)
  const left = batches.map(({ config, steps, runs, finished }) => {
    const count = Math.max(0, runs - finished)
    const seconds = steps / speeds.get(config.env)!
    return { count, steps: count * steps, seconds: count * seconds, longest: count > 0 ? seconds : 0 }
  })
  const total = (field: 'count' | 'steps' | 'seconds') => left.reduce((sum, batch) => sum + batch[field], 0)
  const longest = Math.max(0, ...left.map(({ longest }) => longest))
  const facts: [string, string][] = [
    ['to do', `${plural(total('count'), 'run')}, ${whole(total('steps'))} steps`],
    ['time', `about ${duration(Math.max(longest, total('seconds') / workers))}, ${workers} at a time`],
  ]
  console.log(`\n${textList(facts)}`)
}

/** Steps a second in each environment: of the runs that are there, or measured for a second. */
async function speedsOf(
  batches: readonly Batch[],
  runs: readonly PlannedRun[],
): Promise<Map<string, number>> {
  const speeds = new Map<string, number>()
  for (const { config } of batches) {
    if (speeds.has(config.env)) continue
    const known = runs
      .filter(({ state, job }) => state === 'finished' && job.config.env === config.env)
      .map(({ job }) => resultIn(job.folder)?.stepsPerSecond ?? 0)
      .filter((speed) => speed > 0)
    const mean = known.reduce((a, b) => a + b, 0) / known.length
    speeds.set(config.env, known.length > 0 ? mean : await measure(config))
  }
  return speeds
}

/** Milliseconds of training that show how fast it goes. */
const SAMPLE_MS = 1000

async function measure(config: Config): Promise<number> {
  say(`measuring the speed in ${config.env} …`)
  const signal = AbortSignal.timeout(SAMPLE_MS)
  const { result } = await train({ ...config, update: { ...config.update }, signal })
  return result.stepsPerSecond
}
