/** Whether a name is that of a file of somebody's own code: JavaScript or TypeScript. */
export const isCodeFile = (name: string) => /\.[cm]?[jt]s$/.test(name)
