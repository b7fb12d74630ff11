/** What runs have from Node, elsewhere. */
import type * as node from './host.node.ts'

export const runFolder: typeof node.runFolder = async () => {
  throw new Error('folders of runs need Node')
}
