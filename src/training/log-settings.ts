import type { SchemaInput } from './config-types.ts'

/** Rows that one update learns from. */
const UPDATE_ROWS = 8192
/** Rows of a step of the optimiser: a sixteenth of the log, within bounds. */
const [FEWEST_ROWS, MOST_ROWS] = [32, 256]
/** Rows that a run learns from, in as many passes over the log as that takes, within bounds. */
const LEARNT_ROWS = 500_000
const [FEWEST_PASSES, MOST_PASSES] = [4, 40]

/**
 * Settings that suit logged decisions: a small network, and whole passes over the rows.
 *
 * @param rows of the log.
 * @param passes over it; as many as its size asks for if not given.
 */
export function settingsForLog(rows: number, passes = passesOver(rows)) {
  const rolloutSteps = Math.min(rows, UPDATE_ROWS)
  const minibatch = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, rows / 16))
  return {
    update: 'off-policy-pg',
    numEnvs: 1,
    rolloutSteps,
    minibatches: Math.ceil(rolloutSteps / minibatch),
    epochs: 1,
    totalSteps: passes * rows,
    entropyCoefficient: 0,
    valueClip: null,
    network: { hidden: [64] },
    optimiser: { learningRate: 1e-3 },
  } satisfies Omit<SchemaInput, 'env'>
}

const passesOver = (rows: number) =>
  Math.max(FEWEST_PASSES, Math.min(MOST_PASSES, Math.round(LEARNT_ROWS / rows)))
