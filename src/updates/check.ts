/** Which of the properties an update has, in words: a point of the family, or an f of the user's own. */
import { named } from './own.ts'
import { ownProperties, type Verdict } from './own-properties.ts'
import { type Property, properties } from './properties.ts'
import { resolveAnyUpdate } from './resolve.ts'
import { withoutSchedules } from './scheduled.ts'
import { isFormula, isOwn, type ScaleParams, type UpdateInput } from './spec.ts'

/** Whether a property holds of an update. */
export interface PropertyVerdict extends Verdict {
  /** Name of the property. */
  readonly property: string
  /** What is claimed. */
  readonly statement: string
}

/**
 * Looks at f on a grid of arguments: at a point of the family for the six properties, at a function for those of them that
 * can be asked of one, and whether it is finite and a function of its arguments alone.
 *
 * @throws RangeError for an update that is none, Error for one that names an f without giving it, or whose f throws.
 */
export function checkUpdate(input: UpdateInput): readonly PropertyVerdict[] {
  const update = resolveAnyUpdate(input)
  if (!isOwn(update)) {
    const params = withoutSchedules<ScaleParams>('update.scale', update.scale)
    return properties.map((property) => ({ ...label(property), ...verdictAt(property, params) }))
  }
  const f = input.scale
  if (typeof f !== 'function')
    throw new Error(
      isFormula(update)
        ? `f of update '${update.name}' is a formula; give checkUpdate what formulaScale(update) makes of it as scale`
        : `update '${update.name}' names an f of its own (${update.scale.own}); give the function itself as scale`,
    )
  const own = named(f, update.name)
  return ownProperties.map((property) => ({ ...label(property), ...property.verdict(own) }))
}

const label = ({ name, statement }: Pick<Property, 'name' | 'statement'>) => ({ property: name, statement })

const ARGUMENTS = [-4, -1, -0.3, -0.1, 0, 0.1, 0.3, 1, 4]

function verdictAt(property: Property, params: ScaleParams): Verdict {
  if (!property.applies(params)) return { verdict: 'open', about: 'not claimed at this point' }
  for (const deltaO of ARGUMENTS)
    for (const deltaR of ARGUMENTS)
      if (!property.holds(params, deltaO, deltaR))
        return { verdict: 'fails', at: { deltaO, deltaR }, about: 'which is a fault of formscale' }
  return { verdict: 'holds', about: '' }
}
