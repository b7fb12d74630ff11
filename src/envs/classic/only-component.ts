import type { Action } from '../environment.ts'
import { invalidAction, isVector } from '../invalid.ts'

/**
 * The number in an action of one component.
 *
 * @throws Error, naming it, unless it is one finite number.
 */
export function onlyComponent(id: string, action: Action, name: string): number {
  if (!isVector(action, 1)) throw invalidAction(id, action, `an array of one finite number, ${name}`)
  return action[0]
}
