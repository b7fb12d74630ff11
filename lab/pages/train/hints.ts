/** What the diagnostics of a run say, in plain words. */
import { type Space, sizeOf } from '../../../src/envs/index.ts'
import { referenceOf } from '../../../src/studies/results/references.ts'
import type { Config, Metrics } from '../../../src/training/index.ts'
import { metrics, type Progress } from '../../../src/training/metrics.ts'
import { isOnPolicy } from '../../../src/training/on-policy.ts'
import { settingsAt } from '../../../src/training/settings-at.ts'
import { isOwn } from '../../../src/updates/index.ts'
import type { History } from './history.ts'

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

/** @param history of the run so far. */
export function hintOf(diagnostic: Diagnostic, history: History, config: Config, actionSpace: Space): Hint {
  const { latest, recent: rows } = history
  if (!latest) return idle('No update yet.')
  const solved = referenceOf(config.env)?.solved
  const progress = history.returns.progress(solved)
  if (diagnostic === 'meanReturn') return ofReturn(latest, progress, solved)
  const run: Run = { latest, history, config, actionSpace, progress }
  const values = rows.map((row) => row[diagnostic]).filter((value) => value !== null)
  if (values.length === 0) return idle('Returns have not varied yet: nothing to explain.')
  const recent = values.reduce((sum, value) => sum + value, 0) / values.length
  switch (diagnostic) {
    case 'approxKl':
      return ofKl(recent, run)
    case 'clipFraction':
      return ofClipping(recent, run)
    case 'entropy':
      return ofEntropy(recent, actionSpace, progress)
    case 'explainedVariance':
      return ofCritic(recent, history, progress)
  }
}

/** What a hint goes by beside its own metric. */
interface Run {
  readonly latest: Metrics
  readonly history: History
  readonly config: Config
  readonly actionSpace: Space
  readonly progress: Progress
}

function ofReturn(
  { meanReturn: now, regret }: Metrics,
  progress: Progress,
  solved: number | undefined,
): Hint {
  switch (progress) {
    case 'solved':
      return good(
        solved !== undefined && now !== null && now >= solved
          ? `The environment counts as solved from ${solved}.`
          : `Solved: of the exact regret, ${Number(regret?.toPrecision(2))} is left, next to nothing of what it was.`,
      )
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

/** Why an update changes next to nothing, where that is no reason for larger steps. */
function stillness({ latest, history, config, actionSpace, progress }: Run): Hint | undefined {
  const { harmful } = metrics.approxKl.healthy
  if (progress === 'solved') return idle('The environment is solved: little is left to change.')
  if (progress === 'constant')
    return caution('Every episode had the same return, so an update has nothing to go by.')
  if (progress === 'fallen')
    return bad(
      'The policy no longer moves, after a collapse. Branch off from before it with a lower learning rate, or begin again.',
    )
  if (isCertain(latest.entropy, actionSpace))
    return caution('The policy is all but certain of its actions, so samples no longer move it; see Entropy.')
  if (history.mostKl > harmful)
    return caution(
      `Updates once went too far, with a KL of ${Number(history.mostKl.toPrecision(2))}, and hardly move the policy since. Lower the learning rate.`,
    )
  if (latest.learningRate < 0.2 * settingsAt(config, 0).optimiser.learningRate)
    return idle('Updates fade out with the learning rate, as planned.')
  return undefined
}

/** Who acts, where that is not the policy that learns; ratios then tell how far the two are apart. */
function othersData({ data, behaviour: { kind } }: Config): string {
  const who = kind === 'auto' ? 'uniform' : kind
  return data === 'log' ? `a log, collected before the first update (${who})` : `another policy (${who})`
}

function ofKl(kl: number, run: Run): Hint {
  const { idle: least, high, harmful } = metrics.approxKl.healthy
  if (!isOnPolicy(run.config))
    return idle(
      `Data is of ${othersData(run.config)}: this is how far the policy lies from it, and no measure of a step.`,
    )
  if (kl < least)
    return (
      stillness(run) ??
      idle(
        'An update hardly moves the policy. A higher learning rate or more epochs would use the data better.',
      )
    )
  if (kl <= high) return good('Updates are small and steady, as they should be.')
  if (kl <= harmful)
    return caution('Updates are large for their data. A lower learning rate or fewer epochs would calm them.')
  return bad(`The policy runs away from its data. Lower the learning rate, or set targetKl, such as ${high}.`)
}

function ofClipping(fraction: number, run: Run): Hint {
  const { update } = run.config
  const { idle: least, high } = metrics.clipFraction.healthy
  const isBounded = !isOwn(update) && update.scale.trust.kind !== 'none'
  if (!isOnPolicy(run.config))
    return idle(
      `Data is of ${othersData(run.config)}: samples ${isBounded ? 'outside the trust region' : 'beyond 1 ± 0.2'} are those on which the policy differs from it.`,
    )
  if (!isBounded)
    return fraction > high
      ? caution('Many ratios are beyond 1 ± 0.2, and this update has no trust region to hold them.')
      : idle('This update has no trust region; counted are ratios beyond 1 ± 0.2.')
  if (fraction < least)
    return stillness(run) ?? idle('Nothing reaches the trust region: steps could be larger.')
  if (fraction <= high) return good('The trust region holds back some samples, and most still push.')
  return caution(
    'The trust region decides nearly everything: most of the rollout is spent after a few minibatches.',
  )
}

function ofEntropy(entropy: number, actionSpace: Space, progress: Progress): Hint {
  const most = mostEntropy(actionSpace)
  const isCertainNow = isCertain(entropy, actionSpace)
  if (most === undefined)
    return isCertainNow
      ? ofCertainty('The policy hardly varies its actions any more', progress)
      : idle('How widely actions are spread. A slow fall is as it should be; a sudden one is a collapse.')
  if (isCertainNow) return ofCertainty('The policy is all but certain of its actions', progress)
  if (entropy > metrics.entropy.healthy.high * most)
    return idle('The policy is about as undecided as it can be.')
  return good('The policy prefers some actions and still tries others.')
}

/** Of continuous actions: deviations of e^−3.4 of a unit, as of a normal distribution whose entropy is −2 nats a dimension. */
function isCertain(entropy: number, space: Space): boolean {
  const most = mostEntropy(space)
  return most === undefined ? entropy < -2 * sizeOf(space) : entropy < metrics.entropy.healthy.low * most
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

function ofCritic(explained: number, { mostExplained }: History, progress: Progress): Hint {
  const { idle: little, harmful, excused } = metrics.explainedVariance.healthy
  const knew = mostExplained > WELL
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
