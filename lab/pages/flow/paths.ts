/** Where a policy goes: paths of the exact update over the simplex. */
import { type Direction, map, softmax, type Three } from './update.ts'

/**
 * Whose data the update sees: `on`, the policy's own at every moment; `stale`, a batch's of `reuse` steps of size
 * `step`; `off`, those of a fixed behaviour policy.
 */
export type Regime =
  | { readonly kind: 'on' }
  | { readonly kind: 'stale'; readonly reuse: number; readonly step: number }
  | { readonly kind: 'off'; readonly behaviourOutputs: Three }

export interface Path {
  /** Policies along the way. */
  readonly policies: readonly Three[]
  /** Learning rate × steps until each of them. */
  readonly times: readonly number[]
}

/** Accepted error of one step, logits, and the largest step, simplex coordinates per logit aside. */
const TOLERANCE = 2e-3
const LONGEST = 0.5
const SHORTEST = 1e-4
/** Steps that a path has at most. */
const STEPS = 600

/** The path from `outputs` until `until`, or until it has come to rest. */
export function pathFrom(direction: Direction, outputs: Three, regime: Regime, until: number): Path {
  return regime.kind === 'stale'
    ? stalePath(direction, outputs, regime, until)
    : smoothPath(direction, outputs, regime, until)
}

/** The direction in which the policy moves, in simplex coordinates per unit of time. */
export function velocity(direction: Direction, outputs: Three, regime: Regime): Three {
  const before = softmax(outputs)
  if (regime.kind === 'stale') {
    const after = softmax(batch(direction, outputs, regime).at(-1) as Three)
    const time = regime.reuse * regime.step
    return map((arm) => (after[arm] - before[arm]) / time)
  }
  const push = direction(outputs, regime.kind === 'off' ? regime.behaviourOutputs : outputs)
  const mean = before[0] * push[0] + before[1] * push[1] + before[2] * push[2]
  return map((arm) => before[arm] * (push[arm] - mean))
}

/** Heun's method with steps as long as its error allows. */
function smoothPath(
  direction: Direction,
  start: Three,
  regime: Exclude<Regime, { kind: 'stale' }>,
  until: number,
): Path {
  const push = (outputs: Three) =>
    direction(outputs, regime.kind === 'off' ? regime.behaviourOutputs : outputs)
  const policies = [softmax(start)]
  const times = [0]
  let outputs = start
  let time = 0
  let step = 0.05
  let first = push(outputs)
  for (let i = 0; i < STEPS && time < until; i++) {
    const euler = moved(outputs, first, step)
    const second = push(euler)
    const error = (step / 2) * Math.max(...map((arm) => Math.abs(second[arm] - first[arm])))
    if (error > TOLERANCE && step > SHORTEST) {
      step = Math.max(SHORTEST, step / 2)
      continue
    }
    outputs = moved(
      outputs,
      map((arm) => (first[arm] + second[arm]) / 2),
      step,
    )
    time += step
    policies.push(softmax(outputs))
    times.push(time)
    first = push(outputs)
    if (error < TOLERANCE / 4) step = Math.min(LONGEST, 1.5 * step, until - time + SHORTEST)
  }
  return { policies, times }
}

function stalePath(
  direction: Direction,
  start: Three,
  regime: Extract<Regime, { kind: 'stale' }>,
  until: number,
): Path {
  const policies = [softmax(start)]
  const times = [0]
  let outputs = start
  const batches = Math.min(Math.ceil(until / (regime.reuse * regime.step)), Math.ceil(STEPS / regime.reuse))
  for (let i = 0; i < batches; i++) {
    for (const next of batch(direction, outputs, regime)) {
      policies.push(softmax(next))
      times.push((times.at(-1) as number) + regime.step)
      outputs = next
    }
  }
  return { policies, times }
}

/** The outputs after each step on one batch of data. */
function batch(
  direction: Direction,
  behaviourOutputs: Three,
  { reuse, step }: Extract<Regime, { kind: 'stale' }>,
): Three[] {
  const outputs: Three[] = []
  let now = behaviourOutputs
  for (let i = 0; i < reuse; i++) {
    now = moved(now, direction(now, behaviourOutputs), step)
    outputs.push(now)
  }
  return outputs
}

const moved = (outputs: Three, along: Three, step: number) => map((arm) => outputs[arm] + step * along[arm])
