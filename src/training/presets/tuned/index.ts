/** Settings that were tuned for an environment of formscale; docs/results/tuned.md has how, and what they reach. */
import { type Preset, settingsIn } from '../preset.ts'
import { classic } from './classic.ts'
import { minatar } from './minatar.ts'
import { mujoco } from './mujoco.ts'
import type { TunedSettings } from './settings.ts'
import { tabular } from './tabular.ts'

export type { TunedSettings } from './settings.ts'

export const tunedPreset: Preset = {
  about: 'tuned for each environment: docs/results/tuned.md',
  environments: { ...classic, ...tabular, ...minatar, ...mujoco },
}

/**
 * Settings tuned for an environment, as `train({ env, ...tuned(env) })` takes them: all that differs from the library's
 * defaults, with `totalSteps`, the steps that they were tuned for, and `update` where it is not `ppo`.
 *
 * @param env an id, of Gymnasium's namesakes too (`gymnasium:CartPole-v1`); its options (`?…`) make no difference.
 * @returns settings of your own to change; undefined where nothing is tuned.
 */
export function tuned(env: string): TunedSettings | undefined {
  const settings = settingsIn(tunedPreset, env)
  return settings && (structuredClone(settings) as unknown as TunedSettings)
}
