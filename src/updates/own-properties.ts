/**
 * What can be asked of any f, without coordinates: the family's properties as far as they speak of f alone. See
 * `properties.ts` for those of a point.
 */
import type { ScaleFunction } from './spec.ts'

/** Δo and Δr, logits. */
export interface Arguments {
  readonly deltaO: number
  readonly deltaR: number
}

export interface Verdict {
  /** `open`: not claimed of this update; `about` says what is so instead. */
  readonly verdict: 'holds' | 'fails' | 'open'
  /** Of a failure: where it shows. */
  readonly at?: Arguments
  /** What a failure means for training, or what an open property is here; empty where it holds. */
  readonly about: string
}

export interface OwnProperty {
  readonly name: string
  readonly statement: string
  verdict(f: ScaleFunction): Verdict
}

/** Arguments that training meets, logits, without 0. */
const SMALL = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5]
const LARGE = [10, 20, 100, 1000]
const both = (sizes: readonly number[]) => [...sizes.map((size) => -size).reverse(), 0, ...sizes]

const MOVES = both([...SMALL, 10, 20])
const EVIDENCE = both([...SMALL, ...LARGE])
/** The smallest arguments at which something shows are told. */
const bySize = (values: readonly number[]) => values.toSorted((a, b) => Math.abs(a) - Math.abs(b))

const HOLDS: Verdict = { verdict: 'holds', about: '' }

/** The first arguments at which something is wrong. */
function search(
  wrong: (deltaO: number, deltaR: number) => boolean,
  about: string | ((deltaO: number, deltaR: number) => string),
  moves: readonly number[] = bySize(MOVES),
): Verdict {
  for (const deltaO of moves)
    for (const deltaR of bySize(EVIDENCE))
      if (wrong(deltaO, deltaR))
        return {
          verdict: 'fails',
          at: { deltaO, deltaR },
          about: typeof about === 'string' ? about : about(deltaO, deltaR),
        }
  return HOLDS
}

const finite: OwnProperty = {
  name: 'finite',
  statement: 'f is a finite number for |Δo| ≤ 20, |Δr| ≤ 1000',
  verdict: (f) =>
    search(
      (deltaO, deltaR) => !Number.isFinite(f(deltaO, deltaR)),
      (deltaO, deltaR) =>
        `f is ${String(f(deltaO, deltaR))} there, which stops a run that meets it; clamp the arguments of exponentials and quotients`,
    ),
}

const pure: OwnProperty = {
  name: 'a function',
  statement: 'the same (Δo, Δr) give the same f',
  verdict: (f) =>
    search(
      (deltaO, deltaR) => !Object.is(f(deltaO, deltaR), f(deltaO, deltaR)),
      'f depends on more than its arguments, so a run with it cannot be repeated or resumed to the same bits',
    ),
}

const agreement: OwnProperty = {
  name: 'agreement on-policy',
  statement: 'f(0,0) = 0 and sign f(0,Δr) = sign Δr',
  verdict: (f) =>
    search(
      (_, deltaR) => Math.sign(f(0, deltaR)) !== Math.sign(deltaR),
      (_, deltaR) =>
        deltaR === 0
          ? 'f pushes where there is no evidence: it moves the policy even with nothing to learn'
          : 'on fresh data, an action that did better than expected is not made likelier, or one that did worse not less likely',
      [0],
    ),
}

/** Small enough for a slope, large enough for its rounding. */
const STEP = 1e-5

/** ∂f/∂Δr at the origin from above and from below, and −∂f/∂Δo as well. */
function slopes(f: ScaleFunction) {
  const rest = f(0, 0)
  const slope = (deltaO: number, deltaR: number) => (f(deltaO, deltaR) - rest) / (deltaO + deltaR)
  return {
    evidence: [slope(0, STEP), slope(0, -STEP)],
    distance: [-slope(STEP, 0), -slope(-STEP, 0)],
  }
}

const firstOrder: OwnProperty = {
  name: 'first order',
  statement: 'f(Δo,Δr) = Δr − β·Δo + O(2) near the origin, with one β ≥ 0',
  verdict(f) {
    const { evidence, distance } = slopes(f)
    const at = { deltaO: 0, deltaR: STEP }
    if (Math.abs(evidence[0] - evidence[1]) > 1e-3)
      return fails(
        at,
        `f bends at the origin: its slope in Δr is ${short(evidence[1])} below and ${short(evidence[0])} above, so gains and losses count differently from the first step on`,
      )
    if (Math.abs(evidence[0] - 1) > 1e-3)
      return fails(
        at,
        `the slope in Δr is ${short(evidence[0])}, not 1: steps are that much larger than those of other members, so divide f by it or choose the learning rate anew`,
      )
    if (Math.abs(distance[0] - distance[1]) > 1e-3 || distance[0] < -1e-3)
      return fails(
        { deltaO: STEP, deltaR: 0 },
        `without evidence f pulls by ${short(distance[0])} and ${short(distance[1])} per logit moved, to the two sides; it should pull back, and alike`,
      )
    return { verdict: 'holds', about: `β = ${short(distance[0])}` }
  },
}

const monotone: OwnProperty = {
  name: 'monotone in evidence',
  statement: 'f does not fall as Δr grows, at fixed Δo',
  verdict: (f) =>
    search((deltaO, deltaR) => {
      const next = EVIDENCE[EVIDENCE.indexOf(deltaR) + 1] ?? deltaR
      const [here, there] = [f(deltaO, deltaR), f(deltaO, next)]
      return there < here - 1e-9 * (Math.abs(here) + Math.abs(there))
    }, 'better evidence gives less push there; meant, if f pulls back outside a trust region, else a fault'),
}

const selfLimiting: OwnProperty = {
  name: 'self-limiting',
  statement: 'as the policy follows a push, the push grows no faster than the ratio e^Δo',
  verdict(f) {
    const steps = [0, ...SMALL]
    const sizes = (deltaR: number) =>
      steps.map((step) =>
        deltaR > 0 ? Math.max(0, f(step, deltaR)) / Math.exp(step) : Math.max(0, -f(-step, deltaR)),
      )
    for (const deltaR of EVIDENCE) {
      const pushes = deltaR === 0 ? [] : sizes(deltaR)
      const grown = pushes.findIndex((push, i) => push > (pushes[i - 1] ?? push) * (1 + 1e-9))
      if (grown > 0)
        return fails(
          { deltaO: Math.sign(deltaR) * steps[grown], deltaR },
          'the further the policy has gone the harder it is pushed on; with several epochs on the same data it runs away',
        )
    }
    return HOLDS
  },
}

const restPoint: OwnProperty = {
  name: 'rest point',
  statement: 'a push ends once the policy has moved far enough',
  verdict(f) {
    const ends = MOVES.filter((move) => move > 0).find((move) => f(move, 1) <= 0.01 * f(0, 1))
    const about =
      ends === undefined
        ? 'f never ends a push: a direction only, as a2c has it; bound the steps by few epochs, targetKl or a trust region'
        : `with evidence Δr = 1 the push has ended at Δo = ${ends}`
    return { verdict: 'open', about }
  },
}

const bounded: OwnProperty = {
  name: 'bounded',
  statement: '|f| stays below a bound, whatever the evidence',
  verdict(f) {
    const largest = (evidence: readonly number[]) =>
      Math.max(...both(SMALL).flatMap((move) => evidence.map((deltaR) => Math.abs(f(move, deltaR)))))
    const [near, far] = [largest(both([10, 20, 100])), largest(both([1000]))]
    if (!Number.isFinite(near + far)) return { verdict: 'open', about: 'f is not finite everywhere' }
    if (far <= near * 1.01) return { verdict: 'holds', about: `|f| ≤ ${short(Math.max(near, far))}` }
    return {
      verdict: 'open',
      about: `f grows with the evidence (${short(near)} at |Δr| ≤ 100, ${short(far)} at 1000): one outlier can carry a step, which maxGradNorm bounds`,
    }
  },
}

export const ownProperties: readonly OwnProperty[] = [
  finite,
  pure,
  agreement,
  firstOrder,
  monotone,
  selfLimiting,
  restPoint,
  bounded,
]

const fails = (at: { deltaO: number; deltaR: number }, about: string): Verdict => ({
  verdict: 'fails',
  at,
  about,
})

const short = (value: number) => String(Number(value.toPrecision(3)))
