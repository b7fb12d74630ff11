/** The settings of a run, completed and checked. */
import { problemOf, SettingError, type Words } from '../settings/issue.ts'
import { type PresetName, withPreset } from './presets/index.ts'
import { type Config, configSchema, type SchemaInput } from './schema.ts'

export type { Config } from './schema.ts'

/** Settings as a user gives them: whatever is left out is the preset's, or else takes its default. */
export type ConfigInput = SchemaInput & { readonly preset?: PresetName }

const WORDS: Words = { field: 'setting', whole: 'the settings' }

/**
 * Completes and checks settings.
 *
 * @throws SettingError of one line that names the setting, what was given and what it may be.
 */
export function resolveConfig(input: unknown): Config {
  const settings = withPreset(input)
  const parsed = configSchema.safeParse(settings)
  if (!parsed.success) {
    const { message, path } = problemOf(parsed.error, settings, configSchema, WORDS)
    throw new SettingError(message, path)
  }
  const config = parsed.data
  if (config.gradient === 'exact') requireForExact(config)
  const batch = config.numEnvs * config.rolloutSteps
  if (config.minibatches > batch)
    throw new SettingError(
      `minibatches is ${config.minibatches}, but a rollout has only ${config.numEnvs}×${config.rolloutSteps} = ${batch} steps; lower minibatches or raise rolloutSteps`,
      ['minibatches'],
    )
  return config
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
