/** Where a bundler makes the program, 10 MB come into it only for those who ask. */
import type * as node from './host.node.ts'

export const importMujoco: typeof node.importMujoco = async () => {
  throw new Error("add import 'formscale/mujoco' to the program")
}
