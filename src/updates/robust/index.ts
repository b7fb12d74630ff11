/** The robust transforms by kind. A new one is a file beside these and a line here. */
import { type Choice, numbersOf, type Show } from '../part.ts'
import { huber } from './huber.ts'
import { log } from './log.ts'
import { none } from './none.ts'
import { tanh } from './tanh.ts'
import type { RobustTransform } from './transform.ts'

/** The robust transforms by their kind. */
export const robusts = { none, huber, tanh, log }

/** Robust transform ψ(u): its kind and the numbers of that kind. */
export type Robust = Choice<typeof robusts>

/** A robust transform with its numbers in it. */
export function robustWith(robust: Robust) {
  const part: RobustTransform = robusts[robust.kind]
  const numbers = numbersOf(part.parameters, robust, 'up')
  return {
    transform: part.transform(numbers),
    most: part.most(numbers),
    bend: part.bend(numbers),
    formula: (show: Show) => part.formula(numbers, show),
  }
}
