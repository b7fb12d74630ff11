/** What logs have from Node. */
export const logFiles = () => import('./files/index.ts')
