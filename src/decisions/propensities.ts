import { stream } from '../random/index.ts'
import { type Decisions, PROBABILITY } from './decisions.ts'
import type { RowStore } from './row-store.ts'
import { SoftmaxRegression } from './softmax-regression.ts'

/** Rows that the regression learns from, in as many passes as that takes. */
const LEARNT_ROWS = 1_000_000
const MAX_PASSES = 200
const RATE = 0.02

/**
 * Estimates the probability that each row's action had, by a softmax regression of the action on its context, and writes it
 * into the stores. It learns from the rows that are not held out.
 *
 * @returns what was done, in a sentence.
 */
export function estimateProbabilities(decisions: Decisions, store: RowStore, heldOut?: RowStore): string {
  const { features, observationSize, rows } = decisions
  const model = new SoftmaxRegression(observationSize, features.actions.length)
  const random = stream(0, 'logs')
  const passes = Math.max(2, Math.min(MAX_PASSES, Math.round(LEARNT_ROWS / rows)))
  const order = Int32Array.from({ length: decisions.blocks }, (_, i) => i)
  for (let pass = 0; pass < passes; pass++) {
    random.shuffle(order)
    const rate = RATE * (1 - (0.9 * pass) / passes)
    for (const block of order) {
      const { observations, actions, rows } = decisions.read(block)
      model.learn(observations, actions, rows, rate, pass >= passes / 2, random)
    }
  }
  model.finish()
  write(model, decisions, store)
  if (decisions.heldOut && heldOut) write(model, decisions.heldOut, heldOut)
  return 'probabilities are estimated, by a softmax regression of the action on its context: what the old policy looked at beside it biases them'
}

function write(model: SoftmaxRegression, decisions: Decisions, store: RowStore): void {
  const found = new Float64Array(decisions.features.actions.length)
  for (let block = 0; block < store.blocks; block++) {
    const { observations, actions, rows } = decisions.read(block)
    const numbers = store.read(block)
    for (let row = 0; row < rows; row++) {
      model.predict(observations, row * decisions.observationSize, found)
      numbers[row * store.width + PROBABILITY] = found[actions[row]]
    }
    store.write(block, numbers)
  }
}
