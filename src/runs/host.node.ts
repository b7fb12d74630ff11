/** What runs have from Node. */
export const runFolder = () => import('./folder/index.ts')
export const updateFile = () => import('./update-file.ts')
export const policyFile = () => import('./policy-file.ts')
