/** f of any update, a point's or the user's own. */
import { scaleFunction } from './scale.ts'
import { isOwn, type ScaleFunction, type Update, type UpdateSpec } from './spec.ts'

/**
 * f of an update. It throws a RangeError where it is not a finite number, and an Error where the user's own throws.
 *
 * @param own f of an update that has its own.
 * @throws Error for such an update without it.
 */
export function scaleOf(update: Update, own?: ScaleFunction): ScaleFunction {
  if (!isOwn(update)) return scaleFunction(update.scale)
  if (own !== undefined) return finite(named(own, update.name), update.name)
  throw new Error(
    `update '${update.name}' has an f of its own (${update.scale.own}), which a run only names: give it again, as update: { ..., scale: f } in a program, or by --update FILE`,
  )
}

/** @throws Error for an update with an f of its own. */
export function pointOf(update: Update): UpdateSpec {
  if (isOwn(update)) throw new Error(`update '${update.name}' has an f of its own, which has no coordinates`)
  return update
}

/** f, whose errors say of which update they are and where. */
export function named(f: ScaleFunction, name: string): ScaleFunction {
  return (deltaO, deltaR) => {
    try {
      return f(deltaO, deltaR)
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error)
      throw new Error(
        `f of update '${name}' throws at deltaO = ${deltaO}, deltaR = ${deltaR}: ${what}; it must give a finite number there`,
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
      `f of update '${name}' is ${String(push)} at deltaO = ${deltaO}, deltaR = ${deltaR}; it must be a finite number there`,
    )
  }
}
