/** How large the files of runs and studies may be: they may be from elsewhere, and a reader holds all of one. */

/** Most bytes of rows, of which a run has some 8,000, and of what people and searches write. */
export const MOST_BYTES_OF_ROWS = 64 * 2 ** 20
/** Most bytes of the other texts of a run. */
export const MOST_BYTES = 2 ** 20
/** Most bytes of a checkpoint that comes from elsewhere. */
export const MOST_BYTES_OF_CHECKPOINT = 512 * 2 ** 20
