/** What is drawn over the colours of f: where a push turns, and where it is cut off. */
import {
  isOwn,
  type ScaleFunction,
  type ScaleParams,
  signs,
  type Trust,
  trustFor,
  type Update,
} from '../../src/updates/index.ts'
import { guardedExp, residual } from '../../src/updates/scale.ts'

export interface Landmarks {
  /** Turns its sign where the push does; NaN where there is none to turn. */
  balance(deltaO: number, deltaR: number): number
  /** Whether nothing is left of the push there. */
  isCutOff(deltaO: number, deltaR: number): boolean
}

export function landmarksOf(update: Update, f: ScaleFunction): Landmarks {
  return isOwn(update) ? ofFunction(f) : ofPoint(update.scale)
}

/** Of a point: evidence and distance in balance; beyond a trust region, where it begins to pull back. */
function ofPoint(params: ScaleParams): Landmarks {
  const factor = trustFactor(params.trust)
  const turns = signs.some((sign) => trustFor(params.trust, sign).pullsBack)
  return {
    balance(deltaO, deltaR) {
      const u = residual(params, deltaO, deltaR)
      return turns ? u * factor(deltaO, u) : u
    },
    isCutOff: (deltaO, deltaR) => factor(deltaO, residual(params, deltaO, deltaR)) === 0,
  }
}

/** T(Δo, u) of a trust region. */
function trustFactor(trust: Trust): (deltaO: number, u: number) => number {
  const [up, down] = [trustFor(trust, 'up').factor, trustFor(trust, 'down').factor]
  return (deltaO, u) => (u > 0 ? up(guardedExp(deltaO)) : down(guardedExp(deltaO)))
}

/** Beside the round numbers of a grid, on which the line itself may lie. */
const BESIDE = 1e-5

/** Of any function: 0 itself is no push, and around a line of zeros its sign turns. */
const ofFunction = (f: ScaleFunction): Landmarks => ({
  balance: (deltaO, deltaR) => f(deltaO + BESIDE, deltaR + BESIDE) || Number.NaN,
  isCutOff: (deltaO, deltaR) => f(deltaO, deltaR) === 0,
})
