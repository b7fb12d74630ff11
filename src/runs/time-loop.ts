import type { EventLoopBreaks, Profile, Session } from '../training/index.ts'
import type { RunFolder } from './folder/index.ts'

/** Times the parts of a run's loop. */
export function timeLoop(
  profile: Profile,
  { source, environments, policy, learner, optimiser }: Session,
  folder: RunFolder | undefined,
  breaks: EventLoopBreaks,
): void {
  profile.time(source, 'collect', 'collect', 'sampling, records')
  profile.time(source, 'computeAdvantages', 'advantages', 'estimation')
  profile.time(learner, 'learn', 'learn', 'scale, gathering')
  profile.time(environments, 'step', 'environment')
  for (const method of ['features', 'outputs', 'values'] as const)
    profile.time(policy.network, method, 'forward')
  for (const method of ['setOutputs', 'cotangents'] as const)
    profile.time(policy.distribution, method, 'distribution')
  profile.time(policy.network, 'backward', 'backward')
  profile.time(optimiser, 'step', 'optimiser')
  if (folder) {
    profile.time(folder, 'append', 'logging')
    profile.time(folder, 'checkpoint', 'checkpoints')
  }
  profile.time(breaks, 'takeIfDue', 'idle')
  profile.start()
}
