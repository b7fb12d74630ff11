/** What the runs of the page are called: by their updates and, where these are the same, by what differs. */
import { flatten } from '../../../src/settings/paths.ts'
import { groupSettings, labelsOf } from '../../../src/studies/results/groups.ts'
import type { Config } from '../../../src/training/index.ts'

/** A name for each, no two the same: settings that differ, then seeds, then a number. */
export function namesOf(configs: readonly Config[]): string[] {
  const labels = labelsOf(configs)
  const seeded = labels.map((label, i) => {
    const seeds = new Set(configs.filter((_, j) => labels[j] === label).map(({ seed }) => seed))
    return seeds.size > 1 ? `${label}, seed ${configs[i].seed}` : label
  })
  return seeded.map((name, i) => {
    const before = seeded.slice(0, i).filter((other) => other === name).length
    return before === 0 ? name : `${name} #${before + 1}`
  })
}

/** Paths of settings that are not the same in all of them. */
export function tellingPaths(configs: readonly Config[]): Set<string> {
  const all = configs.map(settingsOf)
  const paths = new Set(all.flatMap((settings) => [...settings.keys()]))
  return new Set([...paths].filter((path) => new Set(all.map((settings) => settings.get(path))).size > 1))
}

/** All that made a run, seed included, as dotted paths to text. */
export const settingsOf = (config: Config): Map<string, string> =>
  flatten({ seed: config.seed, ...groupSettings(config) })

/** Whether two runs are the same once more, bits aside. */
export const isSame = (a: Config, b: Config) =>
  JSON.stringify([...settingsOf(a)]) === JSON.stringify([...settingsOf(b)])
