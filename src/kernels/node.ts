/** A module of Node's, where this runs in Node: the kernels import nothing of it, so that they load in browsers too. */
export const nodeModule: typeof process.getBuiltinModule | undefined = globalThis.process?.getBuiltinModule
