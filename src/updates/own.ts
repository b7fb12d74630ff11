/** f of any update, a point's or the user's own. */
import { printable } from '../printable.ts'
import type { Scheduled } from '../schedules/index.ts'
import { scaleFunction } from './scale.ts'
import { withoutSchedules } from './scheduled.ts'
import {
  isFormula,
  isOwn,
  type OwnUpdate,
  type ScaleFunction,
  type ScheduledUpdate,
  type Update,
  type UpdateSpec,
} from './spec.ts'

/**
 * f of an update. It throws a RangeError where it is not a finite number, and an Error where the user's own throws.
 *
 * @param own f of an update that has its own; of a formula, what `formulaScale` makes of it.
 * @throws Error for such an update without it.
 */
export function scaleOf(update: Update, own?: ScaleFunction): ScaleFunction {
  if (!isOwn(update)) return scaleFunction(update.scale)
  if (own !== undefined) return finite(named(own, update.name), update.name)
  throw new Error(withoutOwn(update))
}

/** What to do about an update whose own f is needed and not there. */
export const withoutOwn = (update: Scheduled<OwnUpdate>) =>
  isFormula(update)
    ? `f of update '${printable(update.name)}' is a formula: formulaScale(update) makes the function that is needed here`
    : `update '${printable(update.name)}' has an f of its own (${printable(update.scale.own)}), which a run only names: give it again, as update: { ..., scale: f } in a program, or by --update FILE`

/** @throws Error for an update with an f of its own, RangeError for one whose numbers follow schedules. */
export function pointOf(update: ScheduledUpdate): UpdateSpec {
  if (isOwn(update))
    throw new Error(`update '${printable(update.name)}' has an f of its own, which has no coordinates`)
  return withoutSchedules<UpdateSpec>('update', update)
}

/** f, whose errors say of which update they are and where. */
export function named(f: ScaleFunction, name: string): ScaleFunction {
  return (deltaO, deltaR) => {
    try {
      return f(deltaO, deltaR)
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error)
      throw new Error(
        `f of update '${printable(name)}' throws at deltaO = ${deltaO}, deltaR = ${deltaR}: ${what}; it must give a finite number there`,
        { cause: error },
      )
    }
  }
}

function finite(f: ScaleFunction, name: string): ScaleFunction {
  return (deltaO, deltaR) => {
    const push = f(deltaO, deltaR)
    if (Number.isFinite(push)) return push
    throw new RangeError(
      `f of update '${printable(name)}' is ${String(push)} at deltaO = ${deltaO}, deltaR = ${deltaR}; it must be a finite number there`,
    )
  }
}
