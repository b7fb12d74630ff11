/** Threads that step environments. */
export const threadedEnvironments = () => import('./threaded-environments.ts')
