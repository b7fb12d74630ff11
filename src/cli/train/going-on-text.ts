/** Lines that say what goes on with a run, and what begins anew. */
import { scheduleText, valueAtStep } from '../../schedules/index.ts'
import { number, whole } from '../../studies/format.ts'
import { type Change, type Config, schedulesOf } from '../../training/index.ts'
import { shellWord } from '../options.ts'

/** Of --from: what carries over into the new run, and what does not. */
export function fineTuneLine(from: string, before: Config, now: Config): string {
  const [had, has] = [before, now].map(({ update }) => update.reference === 'logprob')
  const critic =
    had === has
      ? ''
      : has
        ? `; so does the critic, which ${from} has not`
        : `; the critic of ${from} is left out`
  const normalises = now.normaliseObservations || now.normaliseRewards
  return `weights${normalises ? ' and normaliser' : ''} of ${from} carry over; optimiser, random streams, episodes and steps begin anew${critic}`
}

/** Of --from with a policy alone, whose update nobody knows. */
export const policyLine = (from: string) =>
  `weights and normaliser of ${from} carry over where it has them; a critic that it has not, optimiser, random streams, episodes and steps begin anew`

/** Of --config: what the run will be changed in on the way, as that other was. */
export function changesLine(config: string, changes: readonly Change[]): string {
  const told = changes.slice(0, MOST_TOLD).map(changeText).join(', ')
  const more = changes.length > MOST_TOLD ? ` and ${changes.length - MOST_TOLD} more` : ''
  return `${config} was changed on the way, and this run will be: ${told}${more}`
}

const MOST_TOLD = 4

const changeText = ({ step, path, value }: Change) =>
  `${path}=${typeof value === 'string' ? value : JSON.stringify(value)} at ${whole(step)} steps`

/** Of --config: that its run began with weights which are none of its settings. */
export const weightsLine = (config: string, name: string) =>
  `${config} began with the weights of ${name}; --from ${shellWord(name)} takes them too`

/** Of --resume DIR --steps N: what becomes of the schedules that end with the run. */
export function extensionLine(config: Config, totalSteps: number, step: number): string {
  const parts = schedulesOf(config).map(([path, schedule]) => {
    if (schedule.until !== undefined) return `${path} stays ${scheduleText(schedule)}`
    const [before, after] = [config.totalSteps, totalSteps].map((total) => valueAtStep(schedule, step, total))
    return `${path} now ends there, and goes on at ${number(after)} where it was ${number(before)}`
  })
  const schedules = parts.length === 0 ? 'no number follows a schedule' : parts.join('; ')
  return `${whole(config.totalSteps)} steps become ${whole(totalSteps)}: ${schedules}`
}
