/** The input of the statistics: what an update scored in every run, environment and step. */

/**
 * Scores of one update, runs × environments × steps. Made by {@link scoresOf}, which checks them: at least one of each,
 * nothing ragged, every score finite. Run r of one environment has nothing to do with run r of another.
 */
export interface Scores {
  /** The update, for messages. */
  readonly name: string
  /** How many runs, R. */
  readonly runs: number
  /** How many environments, E. */
  readonly environments: number
  /** 1 for final scores, else points along training. */
  readonly steps: number
  /** Row-major: run, environment, step. */
  readonly values: Float64Array
}

/** Runs × environments of final scores, or runs × environments × steps. */
export type ScoreTable =
  | readonly (readonly number[])[]
  | readonly (readonly (readonly number[] | Float64Array)[])[]

/**
 * Checks a table and copies it.
 *
 * @throws RangeError of one line that says whose table it is, where it is wrong, and what was expected there.
 */
export function scoresOf(name: string, table: ScoreTable): Scores {
  const at = `the scores of '${name}'`
  const runs = list(table, at, 'runs')
  const first = list(runs[0], `${at}, run 1,`, 'environments')
  const flat = typeof first[0] === 'number'
  const steps = flat ? 1 : list(first[0], `${at}, run 1, environment 1,`, 'steps').length
  const values = new Float64Array(runs.length * first.length * steps)
  let cell = 0
  runs.forEach((run, r) => {
    const inRun = `${at}, run ${r + 1},`
    const row = sized(list(run, inRun, 'environments'), first.length, inRun, 'environment', 'run 1 has')
    row.forEach((entry, e) => {
      const here = `${inRun} environment ${e + 1},`
      const curve = flat ? [entry] : sized(list(entry, here, 'steps'), steps, here, 'step', 'the first has')
      for (let t = 0; t < steps; t++)
        values[cell++] = finite(curve[t], flat ? here : `${here} step ${t + 1},`)
    })
  })
  return { name, runs: runs.length, environments: first.length, steps, values }
}

/** Runs × environments of one step, row-major. */
export function scoresAt({ values, steps }: Scores, step: number): Float64Array {
  return Float64Array.from({ length: values.length / steps }, (_, cell) => values[cell * steps + step])
}

/** @throws RangeError unless two updates were scored in as many environments. */
export function requireSameEnvironments(x: Scores, y: Scores): void {
  if (x.environments !== y.environments)
    throw new RangeError(
      `'${x.name}' has scores in ${count(x.environments, 'environment')}, '${y.name}' in ${y.environments}; compare both in the same environments`,
    )
}

type List = ArrayLike<unknown> & { forEach(visit: (entry: unknown, index: number) => void): void }

function list(value: unknown, at: string, what: string): List {
  if (!Array.isArray(value) && !(value instanceof Float64Array))
    throw new RangeError(
      `${at} should be a list of ${what}, not ${show(value)}; the order is runs, environments, steps`,
    )
  if (value.length === 0) throw new RangeError(`${at} have no ${what}; give at least one`)
  return value as List
}

function sized(entries: List, expected: number, at: string, what: string, where: string): List {
  if (entries.length === expected) return entries
  throw new RangeError(
    `${at} have ${count(entries.length, what)}, but ${where} ${expected}; every run needs all of them`,
  )
}

function finite(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new RangeError(`${at} should be a finite number, not ${show(value)}; leave out runs without a score`)
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`

const show = (value: unknown) =>
  typeof value === 'number' || value === undefined ? String(value) : (JSON.stringify(value) ?? typeof value)
