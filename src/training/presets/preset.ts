/** Settings with a name, which lie beneath those that are given. */
import { type Fields, overlay } from '../../settings/paths.ts'
import type { SchemaInput } from '../config-types.ts'

export type PresetSettings = Omit<SchemaInput, 'env' | 'seed'>

export interface Preset {
  /** One line: whose settings these are and what they are for, with the source. */
  readonly about: string
  /** In every environment. */
  readonly settings?: PresetSettings
  /**
   * In the environments of an id, over those above: `Hopper-v5`, or a pattern as `MinAtar/*`. All that match count, later
   * ones over earlier. Where this is there, the preset has nothing for environments that it doesn't name.
   */
  readonly environments?: Readonly<Record<string, PresetSettings>>
}

/** The preset's settings in an environment; undefined where it has none. Gymnasium's namesakes are meant as well. */
export function settingsIn({ settings = {}, environments }: Preset, env: string): Fields | undefined {
  if (!environments) return settings
  const id = env.replace(/^gymnasium:/, '').replace(/\?.*$/, '')
  const layers = Object.entries(environments).filter(([pattern]) => matches(pattern, id))
  if (layers.length === 0) return undefined
  return layers.reduce<Fields>((all, [, layer]) => overlay(all, layer), settings)
}

function matches(pattern: string, id: string): boolean {
  const [begin, end] = pattern.split('*')
  if (end === undefined) return id === pattern
  return id.length >= begin.length + end.length && id.startsWith(begin) && id.endsWith(end)
}
