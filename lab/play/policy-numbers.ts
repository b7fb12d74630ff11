/** All that a policy has learned, as a message between workers: its parameters and its normalisation. */
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

export function numbersOf({ network, normalisation }: Policy): PolicyNumbers {
  const { observations } = normalisation
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
  { network, normalisation }: Policy,
  { parameters, observations }: PolicyNumbers,
): void {
  network.parameters.values.data.set(parameters)
  if (!normalisation.observations || !observations) return
  normalisation.observations.mean.set(observations.mean)
  normalisation.observations.variance.set(observations.variance)
  normalisation.observations.count = observations.count
}
