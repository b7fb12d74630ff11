/** Recorded episodes as JSON lines, an episode a line. */
import type { Recording } from '../envs/index.ts'
import { faultAt } from './fault.ts'

/** The line of an episode: its five fields, arrays as lists of numbers. */
export function lineOf({ observations, actions, rewards, terminated, truncated }: Recording): string {
  const list = (numbers: ArrayLike<number>) => Array.from(numbers)
  return JSON.stringify({
    observations: observations.map(list),
    actions: actions.map((action) => (typeof action === 'number' ? action : list(action))),
    rewards,
    terminated,
    truncated,
  })
}

/** @throws Error of one line that names the episode, for a line that is no JSON object. */
export function episodeOf(line: string, name: string, index: number): Recording {
  let episode: unknown
  try {
    episode = JSON.parse(line)
  } catch (error) {
    throw faultAt(name, index, `is no JSON: ${(error as Error).message}; a line has one episode`)
  }
  if (typeof episode === 'object' && episode !== null && !Array.isArray(episode)) return episode as Recording
  throw faultAt(
    name,
    index,
    `is ${line.slice(0, 40)}; it must be an object, {"observations":[…],"actions":[…],…}`,
  )
}
