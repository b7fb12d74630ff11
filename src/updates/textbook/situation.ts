/** One state for the proofs of the catalogue: the data an update sees, and what the exact expectations need. */
export interface Situation {
  /** o(s,·) and o_μ(s,·). */
  readonly outputs: readonly number[]
  readonly behaviourOutputs: readonly number[]
  /** r̂(s,·) and V(s), in units of reward. */
  readonly returns: readonly number[]
  readonly value: number
  readonly temperature: number
  readonly action: number
}

export const logSumExp = (outputs: readonly number[]) =>
  Math.log(outputs.reduce((total, o) => total + Math.exp(o), 0))
export const logProbabilities = (outputs: readonly number[]) => outputs.map((o) => o - logSumExp(outputs))
export const probabilities = (outputs: readonly number[]) => logProbabilities(outputs).map(Math.exp)

/** μ(·|s). */
export const behaviour = ({ behaviourOutputs }: Situation) => probabilities(behaviourOutputs)
