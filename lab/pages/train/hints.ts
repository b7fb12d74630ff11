/** What the diagnostics of a run say, in plain words. */
import { type Space, sizeOf } from '../../../src/envs/index.ts'
import { references } from '../../../src/studies/results/references.ts'
import type { Config, Metrics } from '../../../src/training/index.ts'
import { metrics, type Progress } from '../../../src/training/metrics.ts'
import { progressOf, RECENT } from '../../../src/training/progress.ts'
import { isOwn } from '../../../src/updates/index.ts'

/** Metrics that a hint can speak of. */
export type Diagnostic = 'meanReturn' | 'approxKl' | 'clipFraction' | 'entropy' | 'explainedVariance'

export interface Hint {
  /** `good` as it should be, `idle` nothing to worry about, `caution` worth a look, `bad` in the way of learning. */
  readonly tone: 'good' | 'idle' | 'caution' | 'bad'
  readonly text: string
}

const good = (text: string): Hint => ({ tone: 'good', text })
const idle = (text: string): Hint => ({ tone: 'idle', text })
const caution = (text: string): Hint => ({ tone: 'caution', text })
const bad = (text: string): Hint => ({ tone: 'bad', text })

/** @param rows of the run so far. */
export function hintOf(
  diagnostic: Diagnostic,
  rows: readonly Metrics[],
  config: Config,
  actionSpace: Space,
): Hint {
  if (rows.length === 0) return idle('No update yet.')
  const solved = references[config.env]?.solved
  const progress = progressOf(rows, solved)
  if (diagnostic === 'meanReturn') return ofReturn(rows, progress, solved)
  const values = rows
    .slice(-RECENT)
    .map((row) => row[diagnostic])
    .filter((value) => value !== null)
  if (values.length === 0) return idle('Returns have not varied yet: nothing to explain.')
  const recent = values.reduce((sum, value) => sum + value, 0) / values.length
  switch (diagnostic) {
    case 'approxKl':
      return ofKl(recent, rows, config, progress)
    case 'clipFraction':
      return ofClipping(recent, config, progress)
    case 'entropy':
      return ofEntropy(recent, actionSpace, progress)
    case 'explainedVariance':
      return ofCritic(recent, rows, progress)
  }
}

function ofReturn(rows: readonly Metrics[], progress: Progress, solved: number | undefined): Hint {
  const now = rows.at(-1)?.meanReturn ?? null
  switch (progress) {
    case 'solved':
      return good(`The environment counts as solved from ${solved}.`)
    case 'constant':
      return caution(
        `Every episode had the same return, ${now}: the goal was never reached, so there is nothing to learn from. More steps, more exploration (a larger entropyCoefficient) or another reward may reach it.`,
      )
    case 'fallen':
      return bad(
        'The return has lost most of what it had gained: a collapse. Lower the learning rate, or set targetKl.',
      )
    case 'open':
      return idle(
        now === null
          ? 'No episode has ended yet.'
          : 'Each point is the mean of the last 100 episodes, so it lags behind the policy.',
      )
  }
}

/** What is said of an update that changes next to nothing, where the returns tell why. */
const quiet: Readonly<Partial<Record<Progress, Hint>>> = {
  constant: caution('Every episode had the same return, so an update has nothing to go by.'),
  solved: idle('The environment is solved: little is left to change.'),
}

function ofKl(kl: number, rows: readonly Metrics[], { optimiser }: Config, progress: Progress): Hint {
  const { idle: least, high, harmful } = metrics.approxKl.healthy
  const faded = (rows.at(-1)?.learningRate ?? 0) < 0.2 * optimiser.learningRate
  if (kl < least && faded) return idle('Updates fade out with the learning rate, as planned.')
  if (kl < least)
    return (
      quiet[progress] ??
      idle(
        'An update hardly moves the policy. A higher learning rate or more epochs would use the data better.',
      )
    )
  if (kl <= high) return good('Updates are small and steady, as they should be.')
  if (kl <= harmful)
    return caution('Updates are large for their data. A lower learning rate or fewer epochs would calm them.')
  return bad(`The policy runs away from its data. Lower the learning rate, or set targetKl, such as ${high}.`)
}

function ofClipping(fraction: number, { update }: Config, progress: Progress): Hint {
  const { idle: least, high } = metrics.clipFraction.healthy
  if (isOwn(update) || update.scale.trust.kind === 'none')
    return fraction > high
      ? caution('Many ratios are beyond 1 ± 0.2, and this update has no trust region to hold them.')
      : idle('This update has no trust region; counted are ratios beyond 1 ± 0.2.')
  if (fraction < least)
    return quiet[progress] ?? idle('Nothing reaches the trust region: steps could be larger.')
  if (fraction <= high) return good('The trust region holds back some samples, and most still push.')
  return caution(
    'The trust region decides nearly everything: most of the rollout is spent after a few minibatches.',
  )
}

function ofEntropy(entropy: number, actionSpace: Space, progress: Progress): Hint {
  const { low, high } = metrics.entropy.healthy
  const most = mostEntropy(actionSpace)
  if (most === undefined)
    return entropy < -2 * sizeOf(actionSpace)
      ? ofCertainty('The policy hardly varies its actions any more', progress)
      : idle('How widely actions are spread. A slow fall is as it should be; a sudden one is a collapse.')
  const share = entropy / most
  if (share > high) return idle('The policy is about as undecided as it can be.')
  if (share >= low) return good('The policy prefers some actions and still tries others.')
  return ofCertainty('The policy is all but certain of its actions', progress)
}

/** Certainty is success or collapse: the returns tell which. */
function ofCertainty(finding: string, progress: Progress): Hint {
  switch (progress) {
    case 'solved':
      return good(`${finding}, and the environment is solved.`)
    case 'constant':
      return bad(
        `${finding} before any return differed: it stopped exploring without having reached anything. Raise entropyCoefficient.`,
      )
    case 'fallen':
      return bad(
        `${finding}, and the return has fallen: a collapse. Lower the learning rate, raise entropyCoefficient.`,
      )
    case 'open':
      return caution(`${finding}, so it finds nothing new. Fine at the end; early on it is a collapse.`)
  }
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

function ofCritic(explained: number, rows: readonly Metrics[], progress: Progress): Hint {
  const { idle: little, harmful, excused } = metrics.explainedVariance.healthy
  const knew = rows.some(({ explainedVariance }) => (explainedVariance ?? 0) > WELL)
  if (explained < little && (excused as readonly Progress[]).includes(progress))
    return idle('Episodes go alike, so there is little left to explain.')
  if (explained < little && knew && progress !== 'fallen')
    return idle(
      'The critic has predicted returns well. Once episodes go alike, there is little left to explain.',
    )
  if (explained < harmful) return bad('The critic misleads: a constant would predict returns better.')
  if (explained < little) return caution('The critic hardly predicts returns yet.')
  if (explained < WELL) return good('The critic predicts part of the returns.')
  return good('The critic predicts returns well.')
}

/** Explained variance of a critic that knows its returns. */
const WELL = 0.7
