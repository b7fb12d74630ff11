/** All that a policy has learned, as a message between workers: its parameters and its normaliser. */
import type { Policy } from '../../src/policies/index.ts'

interface Moments {
  readonly mean: Float64Array
  readonly variance: Float64Array
  readonly count: number
}

export interface PolicyNumbers {
  /** In the order and with the padding that the policy's settings give them. */
  readonly parameters: Float32Array
  readonly observations: Moments | undefined
}

export function numbersOf({ network, normaliser }: Policy): PolicyNumbers {
  const { observations } = normaliser
  return {
    parameters: network.parameters.values.data.slice(),
    observations: observations && {
      mean: observations.mean.slice(),
      variance: observations.variance.slice(),
      count: observations.count,
    },
  }
}

/** Gives them to a policy of the same settings. */
export function setNumbers(
  { network, normaliser }: Policy,
  { parameters, observations }: PolicyNumbers,
): void {
  network.parameters.values.data.set(parameters)
  if (!normaliser.observations || !observations) return
  normaliser.observations.mean.set(observations.mean)
  normaliser.observations.variance.set(observations.variance)
  normaliser.observations.count = observations.count
}
