import { type Space, sizeOf } from '../../envs/index.ts'
import { rolloutBytes } from '../../rollouts/index.ts'
import { whole } from '../../studies/format.ts'
import { type Config, updateSteps } from '../../training/index.ts'

/** What kept rollouts take of the memory, before they do; undefined where none are kept. */
export function replayLine(
  config: Config,
  { observationSpace, actionSpace }: { readonly observationSpace: Space; readonly actionSpace: Space },
): string | undefined {
  const { rollouts, perUpdate } = config.replay
  if (rollouts === 1) return undefined
  const steps = updateSteps(config)
  const bytes = rolloutBytes(sizeOf(observationSpace), sizeOf(actionSpace), rollouts * steps)
  const learnt = Math.min(rollouts, perUpdate)
  return `replay keeps ${whole(rollouts)} rollouts of ${whole(steps)} steps, ${(bytes / 1e6).toFixed(1)} MB, and each update learns from ${learnt}`
}
