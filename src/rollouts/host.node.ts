/** What stepping environments has from Node. */
export const environmentFile = () => import('./environment-file.ts')
export const gymnasium = () => import('./gymnasium/gymnasium-environments.ts')
