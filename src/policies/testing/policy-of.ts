/** Policies with weights but without a run. */
import { box, type Space } from '../../envs/index.ts'
import type { Kernels } from '../../kernels/index.ts'
import { type Pcg64, stream } from '../../random/index.ts'
import { Policy } from '../policy.ts'
import type { PolicySpec } from '../spec.ts'

export const network = {
  convolutions: [],
  hidden: [9],
  activation: 'tanh',
  layerNorm: false,
  sharedTrunk: false,
  initialisation: 'orthogonal',
  initialLogStd: 0,
} as const

/** A policy whose outputs differ by some units from observation to observation. */
export function policyOf(
  kernels: Kernels,
  actionSpace: Space,
  maxRows: number,
  change: Partial<PolicySpec> = {},
): Policy {
  const policy = new Policy(
    kernels,
    {
      observationSpace: box(-1, 1, [6]),
      actionSpace,
      network,
      critic: 'separate',
      normaliseObservations: false,
      normaliseRewards: false,
      seed: 1,
      ...change,
    },
    maxRows,
  )
  policy.initialise()
  const head = policy.network.parameters.get('actor.head.weights').value.data
  for (let i = 0; i < head.length; i++) head[i] *= 30
  return policy
}

export const normals = (length: number, random: Pcg64 = stream(2, 'initialisation')) =>
  Float32Array.from({ length }, () => random.normal())

export const tensorOf = (kernels: Kernels, numbers: Float32Array) => {
  const tensor = kernels.tensor(numbers.length)
  tensor.data.set(numbers)
  return tensor
}
