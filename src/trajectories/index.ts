/** Recorded episodes, to learn from without playing. */
import { linesOf } from '#host/trajectories'
import type { Recording } from '../envs/index.ts'
import { episodeOf } from './text.ts'
import { Trajectories } from './trajectories.ts'

export { lineOf } from './text.ts'
export { Trajectories }

/**
 * Reads recorded episodes, to train on by `train({ env, data })`.
 *
 * @param source what the wrapper `record` gave, or a file of JSON lines (Node), an episode a line, as `formscale eval --record`
 *   writes it.
 * @throws Error of one line that names the episode and the field which is wrong.
 */
export async function readTrajectories(source: string | readonly Recording[]): Promise<Trajectories> {
  if (typeof source !== 'string') return new Trajectories(source)
  const episodes: Recording[] = []
  let index = 0
  for await (const line of linesOf(source)) {
    if (/^\s*$/.test(line)) continue
    index++
    episodes.push(episodeOf(line, source, index))
  }
  return new Trajectories(episodes, source)
}
