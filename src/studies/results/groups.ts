/** Which runs belong together: those that differ in nothing but their seed. */

import { isFinished, type RunRecord } from '../../runs/files/index.ts'
import { flatten } from '../../settings/paths.ts'
import type { Config } from '../../training/config.ts'
import { shortPath } from '../../updates/index.ts'
import { align } from './align.ts'

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
    const known = byKey.get(key)
    if (known) known.push(run)
    else byKey.set(key, [run])
  }
  const members = [...byKey.values()]
  const labels = labelsOf(members.map(([{ config }]) => config))
  return members.map((group, i) => makeGroup(group, labels[i]))
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

/** Names of updates; where several of one environment have the same, with the settings in which these differ. */
export function labelsOf(configs: readonly Config[]): string[] {
  const namesakes = new Map<string, ReadonlyMap<string, string>[]>()
  const settings = align(configs.map((config) => flatten(groupSettings(config))))
  const keys = configs.map(({ env, update }) => JSON.stringify([env, update.name]))
  keys.forEach((key, i) => {
    namesakes.set(key, [...(namesakes.get(key) ?? []), settings[i]])
  })
  const telling = new Map([...namesakes].map(([key, all]) => [key, tellingPaths(all)]))
  return configs.map(({ update }, i) => {
    const paths = [...settings[i].keys()].filter((path) => telling.get(keys[i])!.has(path))
    if (paths.length === 0) return update.name
    const texts = paths.map((path) => `${shortSetting(path, paths)}=${settings[i].get(path)}`)
    return `${update.name} (${texts.join(', ')})`
  })
}

/** Paths whose values are not the same in all of these. */
function tellingPaths(all: readonly ReadonlyMap<string, string>[]): Set<string> {
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]))
  return new Set([...paths].filter((path) => new Set(all.map((settings) => settings.get(path))).size > 1))
}

/** A setting's name beside others: a kind is called what it is a kind of, `update.scale.trust.kind` → `trust`. */
export function shortSetting(path: string, paths: readonly string[]): string {
  const bare = (whole: string) => whole.replace(/^update\.|\.kind$/g, '')
  return shortPath(bare(path), paths.map(bare))
}

/** The settings that make two runs comparable: not the seed, nor what leaves the numbers alone. */
export function groupSettings({
  seed: _seed,
  checkpointEvery: _checkpoints,
  evaluateEvery: _evaluations,
  evaluateEpisodes: _episodes,
  evaluateGreedily: _greedily,
  ...rest
}: Config): object {
  const { about: _about, ...update } = rest.update
  return { ...rest, update }
}

/** Settings, of those that make runs comparable, in which two configs differ: dotted paths with both values. */
export function differences(a: Config, b: Config): { path: string; a: string; b: string }[] {
  const [flatA, flatB] = align([a, b].map((config) => flatten(groupSettings(config))))
  return [...new Set([...flatA.keys(), ...flatB.keys()])]
    .filter((path) => flatA.get(path) !== flatB.get(path))
    .map((path) => ({ path, a: flatA.get(path) ?? 'absent', b: flatB.get(path) ?? 'absent' }))
}
