/** The one place that knows what a setting is at a step. */
import {
  type AtStep,
  atStep,
  isSchedule,
  type Schedule,
  schedulesIn,
  valueAtStep,
} from '../schedules/index.ts'
import { at, overlay } from '../settings/paths.ts'
import { type Update, updateAtStep } from '../updates/index.ts'
import type { Config } from './config.ts'

/** The settings of a run as they are at one step: numbers, where the run has schedules. */
export interface Settings extends AtStep<Omit<Config, 'update'>> {
  readonly update: Update
}

/**
 * The settings at an absolute step. An update without schedules is the very object of `config`, so that whoever compares
 * sees whether it has changed.
 *
 * @param step environment steps since the beginning of the run, over all its resumptions.
 */
export function settingsAt(config: Config, step: number): Settings {
  const { update, others } = planOf(config)
  return {
    ...atStep(others, step, config.totalSteps),
    update: updateAtStep(update, step, config.totalSteps),
  }
}

/** Every number of a run that follows a schedule, by its path: `optimiser.learningRate`, `update.scale.alphaR`. */
export const schedulesOf = (config: Config): Plan['schedules'] => planOf(config).schedules

/** What a row of metrics says of the numbers that follow schedules. */
export const scheduledNumbers = (config: Config, step: number): Readonly<Record<string, number>> =>
  Object.fromEntries(
    schedulesOf(config).map(([path, schedule]) => [
      rowNameOf(path),
      valueAtStep(schedule, step, config.totalSteps),
    ]),
  )

/** What rows of metrics call a number that follows a schedule: by its path, but that the learning rate has a metric of its own. */
export const rowNameOf = (path: string): string => (path === LEARNING_RATE ? 'learningRate' : path)

export const LEARNING_RATE = 'optimiser.learningRate'

/** Settings as they are looked up at every update. */
interface Plan {
  readonly update: Config['update']
  readonly others: Omit<Config, 'update'>
  readonly schedules: readonly (readonly [path: string, schedule: Schedule])[]
}

/** Of settings, which never change themselves: other ones are other objects. */
const plans = new WeakMap<Config, Plan>()

function planOf(config: Config): Plan {
  const known = plans.get(config)
  if (known) return known
  const whole = withSchedules(config)
  const { update, ...others } = whole
  const plan = { update, others, schedules: schedulesIn(whole) }
  plans.set(config, plan)
  return plan
}

/** A learning rate that is a number falls to 0 as `schedule` says; one that follows a schedule of its own goes by that. */
function withSchedules(config: Config): Config {
  const { learningRate, schedule } = config.optimiser
  if (isSchedule(learningRate) || schedule === 'constant') return config
  return overlay(config, at(LEARNING_RATE, { from: learningRate, to: 0, kind: schedule })) as Config
}
