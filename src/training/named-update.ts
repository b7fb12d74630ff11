import { formulaName } from '../formulas/index.ts'
import { nearest } from '../nearest.ts'
import { printable } from '../printable.ts'
import { catalogue, type MemberName, resolveAnyUpdate, type ScheduledUpdate } from '../updates/index.ts'

/** How a text begins that is a formula and no name. */
const FORMULA = /^formula:/

/**
 * The member of the catalogue with this name, or the update whose f is this formula: `formula: exp(Δo) * tanh(Δr)`, of form
 * `policy` and reference `logprob`.
 *
 * @throws RangeError for a name that the catalogue doesn't have, with the nearest one, or for too long a formula.
 */
export function namedUpdate(name: string): ScheduledUpdate {
  if (isFormulaText(name)) return ofFormula(name.replace(FORMULA, '').trim())
  if (Object.hasOwn(catalogue, name)) return catalogue[name as MemberName]
  if (name === 'pqn')
    throw new RangeError(
      'pqn is no update of its own: it is mse with stateValue=max, ε-greedy actions and more; take the preset, --set preset=pqn',
    )
  throw new RangeError(
    `unknown update '${printable(name)}'; did you mean ${nearest(name, Object.keys(catalogue))}? formscale updates lists all of them`,
  )
}

/** Whether a text that stands for an update is a formula. */
export const isFormulaText = (text: string) => FORMULA.test(text)

const ofFormula = (formula: string) =>
  resolveAnyUpdate({
    name: formulaName(formula),
    form: 'policy',
    reference: 'logprob',
    scale: { formula },
  })
