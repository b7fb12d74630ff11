/** Which runs belong together: those that differ in nothing but their seed. */
import type { Config } from '../training/config.ts'
import { isFinished, type RunRecord } from './runs.ts'

export interface Group {
  readonly env: string
  /** Name of the update, with settings where the name alone does not tell two groups of one environment apart. */
  readonly label: string
  readonly config: Config
  /** Finished runs, a seed each: what statistics are made of. */
  readonly finished: readonly RunRecord[]
  /** Runs that stopped early or still run; shown, never averaged. */
  readonly unfinished: readonly RunRecord[]
  /** Folders that repeat a seed of the group: the same bits again, so no further evidence. */
  readonly repeats: readonly RunRecord[]
}

/** Groups in the order in which they are met. */
export function groupRuns(runs: readonly RunRecord[]): Group[] {
  const byKey = new Map<string, RunRecord[]>()
  for (const run of runs) {
    const key = JSON.stringify(groupSettings(run.config))
    byKey.set(key, [...(byKey.get(key) ?? []), run])
  }
  const members = [...byKey.values()]
  return members.map((group) => makeGroup(group, labelOf(group[0].config, members)))
}

function makeGroup(runs: readonly RunRecord[], label: string): Group {
  const seeds = new Set<number>()
  const group = { finished: [] as RunRecord[], unfinished: [] as RunRecord[], repeats: [] as RunRecord[] }
  for (const run of runs) {
    if (!isFinished(run)) group.unfinished.push(run)
    else if (seeds.has(run.config.seed)) group.repeats.push(run)
    else group.finished.push(run)
    if (isFinished(run)) seeds.add(run.config.seed)
  }
  group.finished.sort((a, b) => a.config.seed - b.config.seed)
  return { env: runs[0].config.env, label, config: runs[0].config, ...group }
}

function labelOf(config: Config, groups: readonly RunRecord[][]): string {
  const namesakes = groups
    .map((group) => group[0].config)
    .filter((other) => other.env === config.env && other.update.name === config.update.name)
  if (namesakes.length === 1) return config.update.name
  const own = flatten(groupSettings(config))
  const others = namesakes.map((other) => flatten(groupSettings(other)))
  const telling = [...own].filter(([path, value]) => others.some((other) => other.get(path) !== value))
  if (telling.length === 0) return config.update.name
  const paths = telling.map(([path]) => path)
  const texts = telling.map(([path, value]) => `${shortPath(path, paths)}=${value}`)
  return `${config.update.name} (${texts.join(', ')})`
}

/** The last word of a path, where no other of these ends in the same; else without the folder of the update's own. */
export function shortPath(path: string, paths: readonly string[]): string {
  const last = (whole: string) => whole.slice(whole.lastIndexOf('.') + 1)
  const alone = paths.filter((other) => last(other) === last(path)).length === 1
  return alone ? last(path) : path.replace(/^update\./, '')
}

/** The settings that make two runs comparable: not the seed, nor what leaves the numbers alone. */
export function groupSettings({ seed: _seed, checkpointEvery: _every, ...rest }: Config): object {
  const { about: _about, ...update } = rest.update
  return { ...rest, update }
}

/** Settings as dotted paths to JSON values: `optimiser.learningRate` → `0.001`. */
export function flatten(settings: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(settings)) {
    const path = prefix + key
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const entry of flatten(value, `${path}.`)) flat.set(...entry)
    else flat.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return flat
}

/** Settings, of those that make runs comparable, in which two configs differ: dotted paths with both values. */
export function differences(a: Config, b: Config): { path: string; a: string; b: string }[] {
  const flatA = flatten(groupSettings(a))
  const flatB = flatten(groupSettings(b))
  return [...new Set([...flatA.keys(), ...flatB.keys()])]
    .filter((path) => flatA.get(path) !== flatB.get(path))
    .map((path) => ({ path, a: flatA.get(path) ?? 'absent', b: flatB.get(path) ?? 'absent' }))
}
