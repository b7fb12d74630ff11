import { duration, whole } from '../../studies/format.ts'
import type { Job, Outcome } from '../../studies/job.ts'
import { scoreText } from './score-text.ts'

/** How a run ended, in a few words. */
export function endingText({ stopAt }: Job, outcome: Outcome): string {
  if (outcome.status === 'failed') return `failed: ${outcome.message}`
  const { meanReturn, regret, steps, seconds } = outcome.result
  const verb = stopAt !== undefined && steps >= stopAt ? 'paused' : 'stopped'
  const stopped = outcome.status === 'stopped' ? `${verb} after ${whole(steps)} steps, ` : ''
  return `${stopped}${scoreText(meanReturn, regret)}, ${duration(seconds)}`
}
