/**
 * The scaling function f(Δo, Δr): how hard a sampled action is pushed.
 *
 *     u(Δo,Δr) = E_αr(Δr) − E_αo(β·Δo)            residual: evidence minus distance already moved
 *     f(Δo,Δr) = W±(Δo) · T±(e^Δo) · ψ(u)         ±: one W and T where u > 0, one where u < 0
 *
 * Δo (logits) is how far the output has moved since collection, Δr (logits) how far the evidence says it
 * should move. The split into a gradient form and a scaling function of two arguments is due to Gummadi,
 * Kumar, Wen and Schuurmans, "A Parametric Class of Approximate Gradient Updates for Policy Optimization"
 * (ICML 2022); this parameterisation is formscale's own derivation.
 */
import { ofSign, type Sign } from './part.ts'
import { resolveScale } from './resolve.ts'
import { robustWith } from './robust/index.ts'
import type { ScaleFunction, ScaleParams } from './spec.ts'
import { trustFor } from './trust/index.ts'

/** Arguments of every exponential are clamped to ±this, so that no input overflows. */
export const EXPONENT_LIMIT = 20
/** Linear terms are clamped to ±this: far beyond any meaning, and small enough that products stay finite. */
const LINEAR_LIMIT = 1e100

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

/** u(Δo, Δr) = E_αr(Δr) − E_αo(β·Δo): evidence minus distance already moved, in logits. */
export const residual = (params: ScaleParams, deltaO: number, deltaR: number) =>
  params.beta === 0
    ? exponentialUtility(params.alphaR, deltaR)
    : exponentialUtility(params.alphaR, deltaR) - exponentialUtility(params.alphaO, params.beta * deltaO)

/**
 * W±(Δo) = clamp(e^{ωΔo}, floor, cap) for one sign of u: the truncated, tempered importance weight.
 *
 * @param ratio e^Δo, as {@link guardedExp} has it.
 */
export function importanceWeight(params: ScaleParams, sign: Sign): (deltaO: number, ratio: number) => number {
  const [omega, floor, cap] = [params.omega, params.floor, params.cap].map((value) => ofSign(value, sign))
  if (omega === 0) return () => 1
  if (omega === 1) return (_, ratio) => Math.min(cap, Math.max(floor, ratio))
  return (deltaO) => Math.min(cap, Math.max(floor, guardedExp(omega * deltaO)))
}

/**
 * f(·,·) at a complete point of the family. For hot loops: the parameters are taken as valid
 * ({@link resolveScale} made them) and read once, only NaN is looked for: it throws a RangeError.
 */
export function scaleFunction(params: ScaleParams): ScaleFunction {
  const { transform } = robustWith(params.robust)
  const [up, down] = [gain(params, 'up'), gain(params, 'down')]
  return (deltaO, deltaR) => {
    if (Number.isNaN(deltaO)) throw new RangeError('deltaO is NaN: the distance moved must be a number')
    if (Number.isNaN(deltaR)) throw new RangeError('deltaR is NaN: the evidence must be a number')
    const u = residual(params, deltaO, deltaR)
    // ψ(0) = 0.
    return u > 0 ? up(deltaO) * transform(u) : u < 0 ? down(deltaO) * transform(u) : u
  }
}

/** W±·T± for one sign of u, as a function of Δo. */
function gain(params: ScaleParams, sign: Sign): (deltaO: number) => number {
  const weight = importanceWeight(params, sign)
  if (params.trust.kind !== 'none') {
    const { factor } = trustFor(params.trust, sign)
    return (deltaO) => {
      const ratio = guardedExp(deltaO)
      return weight(deltaO, ratio) * factor(ratio)
    }
  }
  return ofSign(params.omega, sign) === 0 ? () => 1 : (deltaO) => weight(deltaO, guardedExp(deltaO))
}

/**
 * f(Δo, Δr) for one pair of numbers, in logits. Parameters left out are those of {@link plainScale}.
 *
 * @throws RangeError for a NaN argument, or a parameter out of its range; the message names it.
 */
export function scale(deltaO: number, deltaR: number, params: Partial<ScaleParams> = {}): number {
  return scaleFunction(resolveScale(params))(deltaO, deltaR)
}
