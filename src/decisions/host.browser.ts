/** What logs have from Node, elsewhere. */
import type * as node from './host.node.ts'

export const logFiles: typeof node.logFiles = async () => {
  throw new Error(
    'only Node has files: give the rows of a log themselves, readLog([{ action, reward, … }, …])',
  )
}
