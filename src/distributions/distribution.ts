import type { Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Form } from '../updates/index.ts'

/**
 * A batch of action distributions, one a row of network outputs. `setOutputs` of a batch first, then ask by row.
 * An action is `actionSize` numbers at `offset` of an array; log-probabilities and entropies are in nats.
 */
export interface Distribution {
  /** Network outputs a row. */
  readonly outputs: number
  /** Numbers an action takes. */
  readonly actionSize: number

  /**
   * Takes in `outputs` [rows × outputs] as they are now.
   * `masks` [rows × outputs], where actions are discrete: 0 forbids an action, anything else allows it.
   */
  setOutputs(outputs: Tensor, rows: number, masks?: Uint8Array): void

  /** Draws an action of this row into `action` at `offset`. */
  sample(row: number, random: Pcg64, action: Float32Array, offset: number): void
  /** The most likely action of this row. */
  mode(row: number, action: Float32Array, offset: number): void

  /** log π(a|s). */
  logProb(row: number, action: Float32Array, offset: number): number
  /** o(s,a): the logit, or the unnormalised log-density. */
  output(row: number, action: Float32Array, offset: number): number
  entropy(row: number): number

  /**
   * The three of all rows at once.
   *
   * @param actions [rows × actionSize], one a row of the batch that was read.
   */
  readActions(rows: number, actions: Float32Array, read: ActionReading): void

  /**
   * Writes the ascent directions of all rows on the outputs,
   * weights.form·d(s,a) + weights.entropy·∇H + weights.logPartition·∇F, with d the direction of the form and F = o − log π
   * the log-partition, to `cotangents` [rows × outputs].
   *
   * @param actions [rows × actionSize], one a row of the batch that was read.
   */
  cotangents(rows: number, actions: Tensor, form: Form, weights: Weights, cotangents: Tensor): void
}

/** What is known of the action in each row [rows]. */
export interface ActionReading {
  /** log π(a|s), nats. */
  readonly logProbs: Float64Array
  /** o(s,a): the logit, or the unnormalised log-density. */
  readonly outputs: Float64Array
  /** Of π(·|s), nats. */
  readonly entropies: Float64Array
}

/** How far the outputs of each row [rows] are to be pushed: along the form, to more entropy, to a larger F. */
export interface Weights {
  readonly form: Tensor
  readonly entropy: Tensor
  readonly logPartition: Tensor
}
