import type { Action } from '../environment.ts'

/** The number in an action of one component. Throws, naming it, unless it is one finite number. */
export function onlyComponent(id: string, action: Action, name: string): number {
  if (typeof action === 'number' || action.length !== 1 || !Number.isFinite(action[0])) {
    const given = typeof action === 'number' ? action : `[${Array.from(action).join(', ')}]`
    throw new Error(`${id}: action ${given} is not valid; use an array of one finite number, ${name}`)
  }
  return action[0]
}
