/**
 * What must hold at a valid point of the family, as checks that run at one point and one pair of arguments.
 * The property tests run them over the whole parameter space.
 */
import { ofSign, type Sign, signs } from './part.ts'
import { robustWith } from './robust/index.ts'
import { guardedExp, importanceWeight, residual, scaleFunction } from './scale.ts'
import type { ScaleParams } from './spec.ts'
import { trustFor } from './trust/index.ts'

/** A claim about f at points of the family, and a check of it. */
export interface Property {
  /** A few words. */
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
  applies: (params) => edgeDistance(params) > Number.EPSILON,
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

/** The larger or smaller of what a quantity is for the two signs of u. */
const most = (quantity: (sign: Sign) => number) => Math.max(...signs.map(quantity))
const least = (quantity: (sign: Sign) => number) => Math.min(...signs.map(quantity))

/** How far the ratio may move from 1 before T jumps. */
const edgeDistance = ({ trust }: ScaleParams) => least((sign) => trustFor(trust, sign).edge)

/** A bound on f's second derivatives over a neighbourhood of the origin of about 1/this in size. */
function curvature(params: ScaleParams): number {
  const { alphaR, alphaO, beta, omega, trust, robust } = params
  const ratioSlope = most((sign) => Math.abs(ofSign(omega, sign)) + trustFor(trust, sign).slope)
  return (
    1 +
    Math.abs(alphaR) +
    Math.abs(alphaO) * beta ** 2 +
    (1 + beta) * ratioSlope +
    (1 + beta) ** 2 * robustWith(robust).bend +
    1 / edgeDistance(params)
  )
}

/** Increments at which a function of one argument is compared with its value. */
const steps = [1e-6, 1e-2, 1, 10]

const monotone: Property = {
  name: 'monotone in evidence',
  statement: 'f is non-decreasing in Δr at fixed Δo (trust regions that do not pull back)',
  applies: ({ trust }) => signs.every((sign) => !trustFor(trust, sign).pullsBack),
  holds(params, deltaO, deltaR) {
    const f = scaleFunction(params)
    const floor = f(deltaO, deltaR) - largestGain(params, deltaO) * rounding(params, deltaO, deltaR)
    return steps.every((step) => f(deltaO, deltaR + step) >= floor)
  },
}

const selfLimiting: Property = {
  name: 'self-limiting',
  statement: 'ψ(u) is non-increasing in Δo',
  applies: () => true,
  holds(params, deltaO, deltaR) {
    const { transform } = robustWith(params.robust)
    const psi = (x: number) => transform(residual(params, x, deltaR))
    const ceiling = psi(deltaO) + rounding(params, deltaO, deltaR)
    return steps.every((step) => psi(deltaO + step) <= ceiling)
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
    const error = largestGain(params, deltaO) * rounding(params, deltaO, deltaR)
    return Math.abs(scaleFunction(params)(deltaO, deltaR)) <= error
  },
}

const bounded: Property = {
  name: 'bounded',
  statement: 'with a cap and robust huber or tanh, |f| ≤ cap·κ·max|T|',
  applies: ({ cap, robust }) =>
    most((sign) => ofSign(cap, sign)) < Number.POSITIVE_INFINITY &&
    robustWith(robust).most < Number.POSITIVE_INFINITY,
  holds(params, deltaO, deltaR) {
    const { cap, trust, robust } = params
    const ratio = guardedExp(deltaO)
    const sign = residual(params, deltaO, deltaR) > 0 ? 'up' : 'down'
    const bound = ofSign(cap, sign) * robustWith(robust).most * trustFor(trust, sign).most(ratio)
    return Math.abs(scaleFunction(params)(deltaO, deltaR)) <= bound * (1 + 8 * Number.EPSILON)
  },
}

/** max W·|T| over both signs of u. */
function largestGain(params: ScaleParams, deltaO: number): number {
  const ratio = guardedExp(deltaO)
  return most(
    (sign) => importanceWeight(params, sign)(deltaO, ratio) * trustFor(params.trust, sign).most(ratio),
  )
}

/** All six, in the order of docs/updates.md. */
export const properties: readonly Property[] = [
  agreement,
  firstOrder,
  monotone,
  selfLimiting,
  restPoint,
  bounded,
]
