/** Named settings, for `preset: NAME` among the settings of a run or a study: one file a source, one line a name. */

import { nearest } from '../../nearest.ts'
import { printable } from '../../printable.ts'
import { SettingError } from '../../settings/issue.ts'
import { type Fields, isFields, overlay } from '../../settings/paths.ts'
import { settingsInOurSpelling } from '../words.ts'
import { cleanrlAtari, cleanrlMujoco } from './cleanrl.ts'
import { awr, cloning } from './from-trajectories.ts'
import { lab } from './lab.ts'
import { minatar, minatarConvolution } from './minatar.ts'
import { pqn } from './pqn.ts'
import { type Preset, settingsIn } from './preset.ts'
import { tunedPreset } from './tuned/index.ts'
import { zoo } from './zoo.ts'

export { settingsBySpaces } from './by-spaces.ts'
export { type TunedSettings, tuned } from './tuned/index.ts'

/** Settings with a name. */
export const presets = {
  tuned: tunedPreset,
  'cleanrl-mujoco': cleanrlMujoco,
  'cleanrl-atari': cleanrlAtari,
  zoo,
  minatar,
  'minatar-convolution': minatarConvolution,
  pqn,
  cloning,
  awr,
  lab,
} as const satisfies Readonly<Record<string, Preset>>

/** The name of a preset. */
export type PresetName = keyof typeof presets

/**
 * Settings with those of their `preset` beneath them.
 *
 * @throws SettingError for a preset that there is not, or not for this environment.
 */
export function withPreset(input: unknown): unknown {
  if (!isFields(input) || !('preset' in input)) return input
  const { preset, ...given } = input
  if (preset === undefined) return given
  const env = String(given['env'])
  const settings = settingsIn(named(preset), env)
  if (settings) return layBeneath(settings, given)
  throw new SettingError(`preset '${preset}' has no settings for ${printable(env)}; give them yourself`, [
    'preset',
  ])
}

/** Settings over others, group by group. An update takes the place of the whole: no part of a point belongs to another. */
export function layBeneath(settings: Fields, given: Fields): Fields {
  const { update } = given
  const [below, above] = [settings, given].map((fields) => settingsInOurSpelling(fields))
  return { ...overlay(below, above), ...(update !== undefined && { update }) }
}

function named(name: unknown): Preset {
  if (typeof name === 'string' && Object.hasOwn(presets, name)) return presets[name as PresetName]
  const near = nearest(String(name), Object.keys(presets))
  throw new SettingError(
    `unknown preset ${JSON.stringify(name)}; did you mean ${near}? formscale train --help lists them`,
    ['preset'],
  )
}
