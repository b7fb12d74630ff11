import type { Session } from '../training/index.ts'
import type { Metrics, Result } from '../training/metrics.ts'

/**
 * How the run went so far.
 *
 * @param ending the best evaluation, and why it stops where it has not done all its steps.
 */
export function summarise(
  session: Session,
  latest: Metrics | Result | undefined,
  ending: Pick<Result, 'best' | 'reason'> = {},
): Result {
  const { regret } = latest ?? {}
  const { best } = ending
  const reason = session.finished ? session.aimReached : ending.reason
  return {
    status: session.finished ? 'finished' : 'stopped',
    ...(reason === undefined ? {} : { reason }),
    steps: session.steps,
    updates: session.updates,
    episodes: session.episodes.count,
    meanReturn: session.episodes.meanReturn(),
    ...(regret === undefined ? {} : { regret }),
    ...(best === undefined ? {} : { best }),
    seconds: session.seconds,
    stepsPerSecond: latest?.stepsPerSecond ?? 0,
  }
}
