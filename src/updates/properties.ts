/**
 * What must hold at a valid point of the family, as checks that run at one point and one pair of arguments.
 * The property tests run them over the whole parameter space.
 */
import { guardedExp, importanceWeight, residual, robustTransform, scaleFunction } from './scale.ts'
import type { ScaleParams, Trust } from './spec.ts'

export interface Property {
  readonly name: string
  /** What is claimed, as a formula. */
  readonly statement: string
  /** Whether the claim is made at this point at all. */
  applies(params: ScaleParams): boolean
  /**
   * Whether the claim holds at this point for these arguments, up to rounding. Both in logits, within ±5, and
   * either 0 or at least 1e-200 in size (products of smaller ones underflow).
   */
  holds(params: ScaleParams, deltaO: number, deltaR: number): boolean
}

const agreement: Property = {
  name: 'agreement on-policy',
  statement: 'f(0,0) = 0 and sign f(0,Δr) = sign Δr',
  applies: () => true,
  holds(params, _deltaO, deltaR) {
    const f = scaleFunction(params)
    return f(0, 0) === 0 && Math.sign(f(0, deltaR)) === Math.sign(deltaR)
  },
}

const firstOrder: Property = {
  name: 'first order',
  statement: 'f(Δo,Δr) = Δr − β·Δo + O(2) near the origin, unless a clip has its edge there',
  applies: ({ trust }) => edgeDistance(trust) > Number.EPSILON,
  holds(params, deltaO, deltaR) {
    // Along a ray, f(hx, hy)/h − (y − βx) is h times a second derivative; in units where that is at most 1,
    // a step of 1e-7 leaves 1e-7·(|x| + |y|)². Rounding adds at most 1e-10 of the terms, underflow 1e-290.
    const h = 1e-7 / curvature(params)
    const slope = scaleFunction(params)(h * deltaO, h * deltaR) / h
    const [x, y] = [Math.abs(deltaO), Math.abs(deltaR)]
    const error = Math.abs(slope - (deltaR - params.beta * deltaO))
    return error <= 2e-7 * (x + y) ** 2 + 1e-9 * (params.beta * x + y) + 1e-200
  },
}

/** How far the ratio may move from 1 before a clip acts. */
const edgeDistance = (trust: Trust) =>
  trust.kind === 'clip'
    ? Math.min(trust.low, trust.high, (trust.dual ?? Number.POSITIVE_INFINITY) - 1)
    : Number.POSITIVE_INFINITY

/** A bound on f's second derivatives over a neighbourhood of the origin of about 1/this in size. */
function curvature({ alphaR, alphaO, beta, omega, trust, robust }: ScaleParams): number {
  const ratioSlope = omega + (trust.kind === 'linear' ? 1 / trust.epsilon : 0)
  return (
    1 +
    Math.abs(alphaR) +
    Math.abs(alphaO) * beta ** 2 +
    (1 + beta) * ratioSlope +
    (robust.kind === 'none' ? 0 : (1 + beta) ** 2 / robust.kappa) +
    1 / edgeDistance(trust)
  )
}

/** Increments at which a function of one argument is compared with its value. */
const steps = [1e-6, 1e-2, 1, 10]

const monotone: Property = {
  name: 'monotone in evidence',
  statement: 'f is non-decreasing in Δr at fixed Δo (trust none or clip)',
  applies: ({ trust }) => trust.kind !== 'linear',
  holds(params, deltaO, deltaR) {
    const f = scaleFunction(params)
    const least = f(deltaO, deltaR) - importanceWeight(params, deltaO) * rounding(params, deltaO, deltaR)
    return steps.every((step) => f(deltaO, deltaR + step) >= least)
  },
}

const selfLimiting: Property = {
  name: 'self-limiting',
  statement: 'ψ(u) is non-increasing in Δo',
  applies: () => true,
  holds(params, deltaO, deltaR) {
    const psi = (x: number) => robustTransform(params.robust, residual(params, x, deltaR))
    const most = psi(deltaO) + rounding(params, deltaO, deltaR)
    return steps.every((step) => psi(deltaO + step) <= most)
  },
}

/**
 * Rounding of u, and so of ψ(u), in units of its two terms: a few from the utilities themselves, and where α
 * magnifies an argument's rounding, |αz| ≤ EXPONENT_LIMIT of them.
 */
const rounding = (params: ScaleParams, deltaO: number, deltaR: number) =>
  16 * Number.EPSILON * (Math.abs(residual(params, deltaO, 0)) + Math.abs(residual(params, 0, deltaR)))

const restPoint: Property = {
  name: 'rest point',
  statement: 'αr = αo and β > 0: f(Δr/β, Δr) = 0',
  // At a smaller price the rest point lies where Δo is clamped.
  applies: ({ alphaR, alphaO, beta }) => alphaR === alphaO && beta > 1e-90,
  holds(params, _deltaO, deltaR) {
    const deltaO = deltaR / params.beta
    const factor = importanceWeight(params, deltaO) * largestTrust(params.trust, deltaO)
    const error = factor * rounding(params, deltaO, deltaR)
    return Math.abs(scaleFunction(params)(deltaO, deltaR)) <= error
  },
}

const bounded: Property = {
  name: 'bounded',
  statement: 'with a cap and robust huber or tanh, |f| ≤ cap·κ·max|T|',
  applies: ({ cap, robust }) => Number.isFinite(cap) && (robust.kind === 'huber' || robust.kind === 'tanh'),
  holds(params, deltaO, deltaR) {
    const { cap, trust, robust } = params
    if (robust.kind === 'none') return false
    const bound = cap * robust.kappa * largestTrust(trust, deltaO)
    return Math.abs(scaleFunction(params)(deltaO, deltaR)) <= bound * (1 + 8 * Number.EPSILON)
  },
}

/** max |T| over both signs of u. */
const largestTrust = (trust: Trust, deltaO: number) =>
  trust.kind === 'linear' ? 1 + Math.abs(guardedExp(deltaO) - 1) / trust.epsilon : 1

export const properties: readonly Property[] = [
  agreement,
  firstOrder,
  monotone,
  selfLimiting,
  restPoint,
  bounded,
]
