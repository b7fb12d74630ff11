/**
 * The scaling function f(Δo, Δr): how hard a sampled action is pushed.
 *
 *     u(Δo,Δr) = E_αr(Δr) − E_αo(β·Δo)            residual: evidence minus distance already moved
 *     f(Δo,Δr) = W(Δo) · T(Δo,u) · ψ(u)
 *
 * Δo (logits) is how far the output has moved since collection, Δr (logits) how far the evidence says it
 * should move. The split into a gradient form and a scaling function of two arguments is due to Gummadi,
 * Kumar, Wen and Schuurmans, "A Parametric Class of Approximate Gradient Updates for Policy Optimization"
 * (ICML 2022); this parameterisation is formscale's own derivation.
 */
import { resolveScale } from './resolve.ts'
import type { Robust, ScaleParams, Trust } from './spec.ts'

/** f with its parameters fixed: (Δo, Δr) in logits → push, finite. Throws a RangeError on NaN. */
export type ScaleFunction = (deltaO: number, deltaR: number) => number

/** Arguments of every exponential are clamped to ±this, so that no input overflows. */
export const EXPONENT_LIMIT = 20
/** Linear terms are clamped to ±this: far beyond any meaning, and small enough that products stay finite. */
export const LINEAR_LIMIT = 1e100

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value))

/** e^z with z clamped to ±{@link EXPONENT_LIMIT}. */
export const guardedExp = (z: number) => Math.exp(clamp(z, EXPONENT_LIMIT))

/** E_α(z) = (e^{αz} − 1)/α, and z for α = 0. Non-decreasing in z for every α; E_α(0) = 0, slope 1 there. */
export function exponentialUtility(alpha: number, z: number): number {
  const linear = clamp(z, LINEAR_LIMIT)
  const exponent = alpha * linear
  // Below 1e-16 the series z(1 + αz/2 + …) equals z to rounding, and αz may have underflowed.
  if (Math.abs(exponent) < 1e-16) return linear
  return Math.expm1(clamp(exponent, EXPONENT_LIMIT)) / alpha
}

/** W(Δo) = min(e^{ωΔo}, cap): the truncated, tempered importance weight. */
export const importanceWeight = (params: ScaleParams, deltaO: number) =>
  params.omega === 0 ? 1 : Math.min(guardedExp(params.omega * deltaO), params.cap)

/** u(Δo, Δr) = E_αr(Δr) − E_αo(β·Δo): evidence minus distance already moved, in logits. */
export const residual = (params: ScaleParams, deltaO: number, deltaR: number) =>
  params.beta === 0
    ? exponentialUtility(params.alphaR, deltaR)
    : exponentialUtility(params.alphaR, deltaR) - exponentialUtility(params.alphaO, params.beta * deltaO)

/** T(Δo, u); see {@link Trust}. */
export function trustFactor(trust: Trust, deltaO: number, u: number): number {
  if (trust.kind === 'none') return 1
  const ratio = guardedExp(deltaO)
  if (trust.kind === 'linear') return 1 - (Math.sign(u) * (ratio - 1)) / trust.epsilon
  if (u > 0) return ratio > 1 + trust.high ? 0 : 1
  if (u < 0) return ratio < 1 - trust.low || ratio > (trust.dual ?? Number.POSITIVE_INFINITY) ? 0 : 1
  return 1
}

/** ψ(u); see {@link Robust}. */
export function robustTransform(robust: Robust, u: number): number {
  switch (robust.kind) {
    case 'none':
      return u
    case 'huber':
      return clamp(u, robust.kappa)
    case 'tanh':
      return robust.kappa * Math.tanh(u / robust.kappa)
    case 'log':
      return robust.kappa * Math.asinh(u / robust.kappa)
  }
}

/**
 * f(·,·) at a complete point of the family. For hot loops: the parameters are taken as valid
 * ({@link resolveScale} made them), only NaN is looked for.
 */
export function scaleFunction(params: ScaleParams): ScaleFunction {
  return (deltaO, deltaR) => {
    if (Number.isNaN(deltaO)) throw new RangeError('deltaO is NaN: the distance moved must be a number')
    if (Number.isNaN(deltaR)) throw new RangeError('deltaR is NaN: the evidence must be a number')
    const u = residual(params, deltaO, deltaR)
    return (
      importanceWeight(params, deltaO) *
      trustFactor(params.trust, deltaO, u) *
      robustTransform(params.robust, u)
    )
  }
}

/**
 * f(Δo, Δr) for one pair of numbers, in logits. Parameters left out are those of {@link plainScale}.
 *
 * @throws RangeError for a NaN argument, or a parameter out of its range; the message names it.
 */
export function scale(deltaO: number, deltaR: number, params: Partial<ScaleParams> = {}): number {
  return scaleFunction(resolveScale(params))(deltaO, deltaR)
}
