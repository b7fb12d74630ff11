import { FORBIDDEN } from '../distributions/index.ts'
import { diverged } from '../policies/index.ts'

/** One choice of one row: where it stands in the outputs of the policy that learns, and what is allowed of it. */
export interface Block {
  readonly outputs: Float32Array
  /** 0 forbids, in the places of the outputs. */
  readonly masks: Uint8Array | undefined
  readonly from: number
  readonly to: number
}

/**
 * ln μ of one choice: of n allowed actions of which m have the largest output, each of the m has 1/m of 1 − ε, and all have
 * ε/n. An action of probability 0 is as one that is forbidden.
 *
 * @param epsilon in [0, 1].
 * @throws Error when an output is not finite.
 */
export function epsilonGreedy(
  { outputs, masks, from, to }: Block,
  epsilon: number,
  logits: Float32Array,
): void {
  let best = Number.NEGATIVE_INFINITY
  let ties = 0
  let allowed = 0
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(outputs[i])) throw diverged("the policy network's outputs are not finite")
    if (masks?.[i] === 0) continue
    allowed++
    if (outputs[i] > best) ties = 0
    if (outputs[i] < best) continue
    best = outputs[i]
    ties++
  }
  for (let i = from; i < to; i++) {
    const greedy = outputs[i] === best ? (1 - epsilon) / ties : 0
    const probability = masks?.[i] === 0 ? 0 : epsilon / allowed + greedy
    logits[i] = probability === 0 ? FORBIDDEN : Math.log(probability)
  }
}
