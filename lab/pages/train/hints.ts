/** What the diagnostics of a run say, in plain words. */
import { type Space, sizeOf } from '../../../src/envs/spaces.ts'
import type { Config, Metrics } from '../../../src/training/index.ts'

export type Diagnostic = 'approxKl' | 'clipFraction' | 'entropy' | 'explainedVariance'

export interface Hint {
  /** `good` as it should be, `idle` nothing to worry about, `watch` worth a look, `bad` in the way of learning. */
  readonly tone: 'good' | 'idle' | 'watch' | 'bad'
  readonly text: string
}

/** Updates that a hint is about: the latest ones. */
const RECENT = 10

const good = (text: string): Hint => ({ tone: 'good', text })
const idle = (text: string): Hint => ({ tone: 'idle', text })
const watch = (text: string): Hint => ({ tone: 'watch', text })
const bad = (text: string): Hint => ({ tone: 'bad', text })

export function hintOf(
  diagnostic: Diagnostic,
  rows: readonly Metrics[],
  config: Config,
  actionSpace: Space,
): Hint {
  const values = rows
    .slice(-RECENT)
    .map((row) => row[diagnostic])
    .filter((value) => value !== null)
  if (values.length === 0)
    return idle(rows.length === 0 ? 'No update yet.' : 'Returns have not varied yet: nothing to explain.')
  const recent = values.reduce((sum, value) => sum + value, 0) / values.length
  switch (diagnostic) {
    case 'approxKl':
      return ofKl(recent, rows, config)
    case 'clipFraction':
      return ofClipping(recent, config)
    case 'entropy':
      return ofEntropy(recent, actionSpace)
    case 'explainedVariance':
      return ofCritic(recent, rows)
  }
}

function ofKl(kl: number, rows: readonly Metrics[], { optimiser }: Config): Hint {
  const faded = (rows.at(-1)?.learningRate ?? 0) < 0.2 * optimiser.learningRate
  if (kl < 1e-4 && faded) return idle('Updates fade out with the learning rate, as planned.')
  if (kl < 1e-4)
    return idle(
      'An update hardly moves the policy. A higher learning rate or more epochs would use the data better.',
    )
  if (kl <= 0.03) return good('Updates are small and steady, as they should be.')
  if (kl <= 0.1)
    return watch('Updates are large for their data. A lower learning rate or fewer epochs would calm them.')
  return bad('The policy runs away from its data. Lower the learning rate, or set targetKl, such as 0.03.')
}

function ofClipping(fraction: number, { update }: Config): Hint {
  const { trust } = update.scale
  if (trust.kind === 'none')
    return fraction > 0.3
      ? watch('Many ratios are beyond 1 ± 0.2, and this update has no trust region to hold them.')
      : idle('This update has no trust region; counted are ratios beyond 1 ± 0.2.')
  if (fraction < 1e-3) return idle('Nothing reaches the trust region: steps could be larger.')
  if (fraction <= 0.3) return good('The trust region holds back some samples, and most still push.')
  return watch(
    'The trust region decides nearly everything: most of the rollout is spent after a few minibatches.',
  )
}

function ofEntropy(entropy: number, actionSpace: Space): Hint {
  const most = mostEntropy(actionSpace)
  if (most === undefined)
    return entropy < -2 * sizeOf(actionSpace)
      ? watch('The policy hardly varies its actions any more, so it finds nothing new.')
      : idle('How widely actions are spread. A slow fall is as it should be; a sudden one is a collapse.')
  const share = entropy / most
  if (share > 0.97) return idle('The policy is about as undecided as it can be.')
  if (share > 0.03) return good('The policy prefers some actions and still tries others.')
  return watch('The policy is all but certain of its actions. Fine at the end; early on it is a collapse.')
}

/** Of the uniform policy, nats; a density has no such bound. */
function mostEntropy(space: Space): number | undefined {
  switch (space.kind) {
    case 'discrete':
      return Math.log(space.n)
    case 'multiDiscrete':
      return space.nvec.reduce((sum, n) => sum + Math.log(n), 0)
    case 'multiBinary':
      return space.n * Math.LN2
    case 'box':
      return undefined
  }
}

function ofCritic(explained: number, rows: readonly Metrics[]): Hint {
  const knew = rows.some(({ explainedVariance }) => (explainedVariance ?? 0) > 0.7)
  if (explained < 0.3 && knew)
    return idle(
      'The critic has predicted returns well. Once episodes go alike, there is little left to explain.',
    )
  if (explained < -0.05) return bad('The critic misleads: a constant would predict returns better.')
  if (explained < 0.3) return watch('The critic hardly predicts returns yet.')
  if (explained < 0.8) return good('The critic predicts part of the returns.')
  return good('The critic predicts returns well.')
}
