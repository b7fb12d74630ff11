/** What runs have from Node. */
export const runFolder = () => import('./folder/write.ts')
