/** What tells the runs of a folder apart: the settings in which they differ, and which of them are the same once more. */
import { flatten } from '../../settings/paths.ts'
import { groupSettings } from '../../studies/results/groups.ts'
import type { Config } from '../../training/config.ts'
import type { Settings } from './messages.ts'

/** These have fields of their own. */
const ELSEWHERE = ['env', 'update.name']

interface SettingsOfRuns {
  /** The same in all of them. */
  readonly common: Settings
  /** The others, of each run. */
  readonly own: readonly Settings[]
  /** Place of the earliest run of the same settings and seed, where that is another run. */
  readonly repeats: readonly (number | null)[]
}

export function settingsOf(configs: readonly Config[]): SettingsOfRuns {
  const all = configs.map((config) => {
    const settings = flatten(groupSettings(config))
    for (const path of ELSEWHERE) settings.delete(path)
    return settings
  })
  const common = new Map(
    [...(all[0] ?? [])].filter(([path, text]) => all.every((settings) => settings.get(path) === text)),
  )
  const first = new Map<string, number>()
  const repeats = configs.map((config, i) => {
    const key = JSON.stringify([config.seed, groupSettings(config)])
    const earlier = first.get(key) ?? null
    if (earlier === null) first.set(key, i)
    return earlier
  })
  return {
    common: Object.fromEntries(common),
    own: all.map((settings) => Object.fromEntries([...settings].filter(([path]) => !common.has(path)))),
    repeats,
  }
}
