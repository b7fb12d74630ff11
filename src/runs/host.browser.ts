/** What runs have from Node, elsewhere. */
import type * as node from './host.node.ts'

export const updateFile: typeof node.updateFile = async () => {
  throw new Error('updates from a file need Node: give f itself, update: { ..., scale: f }')
}

export const policyFile: typeof node.policyFile = async () => {
  throw new Error('only Node has files: give from a run of loadRun, or a policy of loadPolicy')
}

export const runFolder: typeof node.runFolder = async () => {
  throw new Error(
    'only Node has folders: leave out the folder, keep the bytes of run.toBytes(), and give them to loadRun or resume',
  )
}
