/** What trajectories have from Node, elsewhere. */
import type * as node from './host.node.ts'

export const linesOf: typeof node.linesOf = () => {
  throw new Error(
    'only Node has files: give the episodes themselves, readTrajectories([{ observations, … }, …])',
  )
}
