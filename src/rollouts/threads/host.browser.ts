import type * as node from './host.node.ts'

export const threadedEnvironments: typeof node.threadedEnvironments = async () => {
  throw new Error('threads that step environments need Node: leave envThreads at 1')
}
