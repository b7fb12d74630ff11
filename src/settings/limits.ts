/** Bounds that the settings of runs, study files and options of the command line share. */

/** Seeds are unsigned 32-bit numbers, as Gymnasium's are. */
export const MAX_SEED = 2 ** 32 - 1

/** Most environment steps of a run. */
export const MAX_STEPS = 1e9
