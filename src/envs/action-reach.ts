import type { Space } from './spaces.ts'

/** A policy tries what lies within so many deviations of where it begins, which is 0. */
const DEVIATIONS = 4
/** Less of a range than this is too little to learn from. */
const LEAST_SHARE = 0.1

/**
 * What is wrong with a box of actions for a Gaussian policy, which begins at 0: it tries a small part of a wide box, or is
 * cut to the bounds of a narrow one nearly always. Undefined where nothing is.
 *
 * @param deviation of the policy at first, in units of the action; e^`network.initialLogStd`.
 */
export function actionReachProblem(space: Space, deviation = 1): string | undefined {
  if (space.kind !== 'box') return undefined
  const reach = DEVIATIONS * deviation
  for (const [i, low] of space.low.entries()) {
    const high = space.high[i]
    const width = high - low
    if (!Number.isFinite(width) || width === 0) continue
    const tried = Math.max(0, Math.min(high, reach) - Math.max(low, -reach))
    const bounds = `action[${i}] runs from ${low} to ${high}`
    if (tried < LEAST_SHARE * width)
      return `${bounds}, and a policy begins by trying 0 ± ${shortNumber(reach)}: ${FIX}`
    if (width < LEAST_SHARE * deviation)
      return `${bounds}, and a policy begins with a deviation of ${shortNumber(deviation)}, so that nearly all it tries is cut to the bounds: ${FIX}`
  }
  return undefined
}

const FIX = 'let actions run from −1 to 1, by ?rescaleActions=true in its id or rescaleActions(env)'

const shortNumber = (value: number) => String(Number(value.toPrecision(3)))
