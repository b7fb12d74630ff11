/** The settings of a run, completed and checked. */

import { problemOf, SettingError, type Words } from '../settings/issue.ts'
import { isFields, textAt } from '../settings/paths.ts'
import type { Config, SchemaInput } from './config-types.ts'
import { type PresetName, withPreset } from './presets/index.ts'
import { configSchema } from './schema.ts'
import { type AmericanSpelling, settingMeant, settingsInOurSpelling } from './words.ts'

export type { Config } from './config-types.ts'

/** Settings as a user gives them: whatever is left out is the preset's, or else takes its default. */
export type ConfigInput = SchemaInput &
  AmericanSpelling & {
    /** Settings with a name, beneath those that are given here. */
    readonly preset?: PresetName
  }

const WORDS: Words = { field: 'setting', whole: 'the settings', meant: settingMeant }

/**
 * Completes and checks settings.
 *
 * @throws SettingError of one line that names the setting, what was given and what it may be.
 */
export function resolveConfig(input: unknown): Config {
  const settings = withPreset(isFields(input) ? settingsInOurSpelling(input) : input)
  const parsed = configSchema.safeParse(settings)
  if (!parsed.success) {
    const { message, path } = problemOf(parsed.error, settings, configSchema, WORDS)
    throw new SettingError(message, path)
  }
  const config = parsed.data
  if (config.gradient === 'exact') requireForExact(config)
  requireBehaviour(config)
  requireReplay(config)
  if (config.stopWhen.evaluationReturn !== null && config.evaluateEvery === null)
    throw new SettingError(
      `stopWhen.evaluationReturn is ${config.stopWhen.evaluationReturn}, but there are no evaluations: set evaluateEvery, in steps`,
      ['stopWhen', 'evaluationReturn'],
    )
  const batch = config.numEnvs * config.rolloutSteps
  if (config.minibatches > batch)
    throw new SettingError(
      `minibatches is ${config.minibatches}, but a rollout has only ${config.numEnvs}×${config.rolloutSteps} = ${batch} steps; lower minibatches or raise rolloutSteps`,
      ['minibatches'],
    )
  return config
}

/** @throws SettingError for a number of a behaviour policy that nobody chose. */
function requireBehaviour({ behaviour }: Config): void {
  if (behaviour.kind !== 'auto') return
  const usual = configSchema.shape.behaviour.parse({})
  for (const [name, kind] of [
    ['epsilon', 'epsilon-greedy'],
    ['temperature', 'softmax'],
  ] as const)
    if (behaviour[name] !== usual[name])
      throw new SettingError(
        `behaviour.${name} is ${textAt({ behaviour }, `behaviour.${name}`)}, but behaviour.kind is auto; set behaviour.kind=${kind}`,
        ['behaviour', name],
      )
}

/** @throws SettingError for kept rollouts, or a target network, of data that no update collects. */
function requireReplay({ data, gradient, replay, targetNetwork }: Config): void {
  const given =
    replay.rollouts > 1
      ? { path: 'replay.rollouts', value: replay.rollouts, fix: 1 }
      : { path: 'targetNetwork.every', value: targetNetwork.every, fix: null }
  if (given.value === given.fix) return
  const other = gradient === 'exact' ? "gradient is 'exact'" : `data is '${data}'`
  if (gradient === 'exact' || (data === 'log' && replay.rollouts > 1))
    throw new SettingError(
      `${given.path} is ${given.value}, but ${other}, which collects nothing to keep: set ${given.path}=${given.fix}`,
      given.path.split('.'),
    )
}

/** @throws SettingError for a setting that has no meaning where nothing is sampled. */
function requireForExact({ minibatches, normaliseObservations, normaliseRewards }: Config): void {
  const fixes: [setting: string, value: string, needed: boolean][] = [
    ['minibatches', '1', minibatches !== 1],
    ['normaliseObservations', 'false', normaliseObservations],
    ['normaliseRewards', 'false', normaliseRewards],
  ]
  for (const [setting, value, needed] of fixes)
    if (needed)
      throw new SettingError(
        `gradient is 'exact', over all states and actions at once: that needs ${setting}=${value}`,
        [setting],
      )
}
