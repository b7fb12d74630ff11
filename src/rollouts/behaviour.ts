import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'

/** Where a rollout comes from: `fresh` from the policy that learns, or a `log` of the uniform policy. */
export type Data = 'fresh' | 'log'

/** Reads the behaviour policy μ of normalised observations into the policy's distribution; then ask that by row. */
export type Behaviour = (observations: Tensor, rows: number, masks?: Uint8Array) => void

/**
 * The policy that acts while data is collected. All outputs of the uniform one are 0.
 *
 * @param maxRows the largest batch that it will be given.
 * @throws Error for a log in a space that has no uniform policy here.
 */
export function behaviourOf(data: Data, kernels: Kernels, policy: Policy, maxRows: number): Behaviour {
  if (data === 'fresh') return (observations, rows, masks) => policy.read(observations, rows, masks)
  if (policy.spec.actionSpace.kind === 'box')
    throw new Error(
      "data is 'log', which the uniform policy collects: that needs a discrete action space, and this one is a box",
    )
  const outputs = kernels.tensor(maxRows * policy.distribution.outputs)
  return (_, rows, masks) => policy.distribution.read(outputs, rows, masks)
}
