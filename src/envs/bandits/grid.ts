/** The midpoints of side × side equal cells of [−1, 1]², as float32 [side² × 2]. */
export function gridContexts(side: number): Float32Array {
  const contexts = new Float32Array(2 * side * side)
  for (let cell = 0; cell < side * side; cell++) {
    contexts[2 * cell] = (2 * Math.floor(cell / side) + 1) / side - 1
    contexts[2 * cell + 1] = (2 * (cell % side) + 1) / side - 1
  }
  return contexts
}

export function maximum(values: Float64Array): number {
  let greatest = values[0]
  for (let i = 1; i < values.length; i++) greatest = Math.max(greatest, values[i])
  return greatest
}

/**
 * @throws Error unless `probabilities` is [rows × actions] and every row is a distribution; float32 rounding is
 *   forgiven.
 */
export function requireDistributions(
  id: string,
  probabilities: ArrayLike<number>,
  rows: number,
  actions: number,
): void {
  if (probabilities.length !== rows * actions) {
    const expected = `${rows * actions} probabilities (${rows} contexts × ${actions} actions)`
    throw new Error(`${id}: regret needs ${expected} from the policy, got ${probabilities.length}`)
  }
  for (let row = 0; row < rows; row++) {
    let sum = 0
    let least = 0
    for (let a = 0; a < actions; a++) {
      sum += probabilities[row * actions + a]
      least = Math.min(least, probabilities[row * actions + a])
    }
    if (!(Math.abs(sum - 1) < 1e-3 && least >= 0)) {
      const got = `got ${actions} numbers with sum ${sum} and least ${least}`
      throw new Error(
        `${id}: regret needs a distribution over the actions from the policy in row ${row}, ${got}`,
      )
    }
  }
}
