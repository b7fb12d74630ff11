/** What stepping environments has from Node, elsewhere. */
import type * as node from './host.node.ts'

export const environmentFile: typeof node.environmentFile = async () => {
  throw new Error(
    'environments from a file need Node: give a function that makes one, env: () => new MyEnv()',
  )
}

export const gymnasium: typeof node.gymnasium = async () => {
  throw new Error('environments in Python need Node')
}
