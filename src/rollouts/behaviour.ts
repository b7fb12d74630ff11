import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'

/** The policy μ that acts while data is collected. */
export interface Behaviour {
  /** Reads μ of normalised observations into the policy's distribution; then ask that by row. */
  read(observations: Tensor, rows: number, masks?: Uint8Array): void
  /** Whether it is the policy that learns, whose features serve its values too. */
  readonly learns: boolean
}

/** The policy that learns. */
export const learningPolicy = (policy: Policy): Behaviour => ({
  read: (observations, rows, masks) => policy.forward(observations, rows, masks),
  learns: true,
})

/**
 * The policy whose outputs are all 0.
 *
 * @param maxRows the largest batch that it will be given.
 * @throws Error in a space that has no uniform policy here.
 */
export function uniformPolicy(kernels: Kernels, policy: Policy, maxRows: number): Behaviour {
  if (policy.spec.actionSpace.kind === 'box')
    throw new Error(
      "data is 'log', which the uniform policy collects: that needs a discrete action space, and this one is a box",
    )
  const outputs = kernels.tensor(maxRows * policy.distribution.outputs)
  return { read: (_, rows, masks) => policy.distribution.setOutputs(outputs, rows, masks), learns: false }
}
