/** What a study would run, and about how long that takes. */
import { duration, plural, whole } from '../studies/format.ts'
import type { PlannedRun } from '../studies/plan.ts'
import { resultIn } from '../studies/run-files.ts'
import { type Config, train } from '../training/index.ts'
import { textList, textTable } from './table.ts'

/** Prints the runs, one line for each member in each environment. Nothing is written. */
export async function dryRun(runs: readonly PlannedRun[], workers: number): Promise<void> {
  const open = runs.filter(({ state }) => state !== 'finished')
  const groups = [...grouped(runs).values()]
  const table = textTable<PlannedRun[]>(
    [
      { title: 'environment', cell: ([{ job }]) => job.config.env },
      { title: 'update', cell: ([{ job }]) => job.member },
      { title: 'seeds', cell: (group) => seedsText(group.map(({ job }) => job.config.seed)) },
      { title: 'steps a run', align: 'right', cell: ([{ job }]) => whole(job.config.totalSteps) },
      {
        title: 'finished',
        align: 'right',
        cell: (group) => `${group.filter(({ state }) => state === 'finished').length}/${group.length}`,
      },
    ],
    groups,
  )
  const steps = open.reduce((sum, { job }) => sum + job.config.totalSteps, 0)
  console.log(table)
  const speeds = await speedsOf(runs)
  const seconds = open.reduce((sum, { job }) => sum + job.config.totalSteps / speeds.get(job.config.env)!, 0)
  const longest = Math.max(0, ...open.map(({ job }) => job.config.totalSteps / speeds.get(job.config.env)!))
  const facts: [string, string][] = [
    ['to do', `${plural(open.length, 'run')}, ${whole(steps)} steps`],
    ['time', `about ${duration(Math.max(longest, seconds / workers))}, ${workers} runs at a time`],
  ]
  console.log(`\n${textList(facts)}`)
}

function grouped(runs: readonly PlannedRun[]): Map<string, PlannedRun[]> {
  const groups = new Map<string, PlannedRun[]>()
  for (const run of runs) {
    const key = `${run.job.config.env} ${run.job.member}`
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return groups
}

/** `1 to 5`, or all of them. */
function seedsText(seeds: readonly number[]): string {
  const consecutive = seeds.every((seed, i) => seed === seeds[0] + i)
  if (consecutive && seeds.length > 2) return `${seeds[0]} to ${seeds[seeds.length - 1]}`
  return seeds.join(', ')
}

/** Steps a second in each environment: of the runs that are there, or measured for a second. */
async function speedsOf(runs: readonly PlannedRun[]): Promise<Map<string, number>> {
  const speeds = new Map<string, number>()
  for (const { job } of runs) {
    const { env } = job.config
    if (speeds.has(env)) continue
    const known = runs
      .filter((run) => run.state === 'finished' && run.job.config.env === env)
      .map((run) => resultIn(run.job.folder)?.stepsPerSecond ?? 0)
      .filter((speed) => speed > 0)
    const speed = known.length > 0 ? known.reduce((a, b) => a + b) / known.length : await measure(job.config)
    speeds.set(env, speed)
  }
  return speeds
}

/** Milliseconds of training that show how fast it goes. */
const SAMPLE = 1000

async function measure(config: Config): Promise<number> {
  process.stderr.write(`measuring the speed in ${config.env} …\n`)
  const signal = AbortSignal.timeout(SAMPLE)
  const { result } = await train({ ...config, update: { ...config.update }, signal })
  return result.stepsPerSecond
}
