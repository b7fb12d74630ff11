/** Takes over what another policy has learned, where both are of the same shapes. */
import type { Space } from '../envs/index.ts'
import type { NetworkSettings } from '../networks/index.ts'
import type { RunningMoments } from './normalisation.ts'
import type { Policy } from './policy.ts'

/** Settings of a network that say how it begins, and nothing of its shape. */
const BEGINNINGS: readonly string[] = ['initialisation', 'initialLogStd'] satisfies (keyof NetworkSettings)[]

/**
 * Copies weights and normalisation. A critic that only one of the two has begins anew.
 *
 * @param name of what is taken over, for errors.
 * @throws Error of one line that names the space, or the setting, in which the two don't fit.
 */
export function adopt(policy: Policy, from: Policy, name: string): void {
  requireSameSpaces(policy, from, name)
  requireSameNetwork(policy, from, name)
  const learned = new Map(from.network.parameters.entries.map((entry) => [entry.name, entry.value.data]))
  for (const { name: parameter, value } of policy.network.parameters.entries) {
    const found = learned.get(parameter)
    if (found) value.data.set(found)
  }
  for (const moments of ['observations', 'returns'] as const)
    copyMoments(policy.normalisation[moments], from.normalisation[moments])
}

function copyMoments(to: RunningMoments | undefined, from: RunningMoments | undefined): void {
  if (!to || !from) return
  to.mean.set(from.mean)
  to.variance.set(from.variance)
  to.count = from.count
}

function requireSameSpaces(policy: Policy, from: Policy, name: string): void {
  for (const kind of ['observationSpace', 'actionSpace'] as const) {
    const [mine, theirs] = [policy, from].map(({ spec }) => shapeText(spec[kind]))
    if (mine !== theirs)
      throw new Error(
        `the weights of ${name} don't fit: its ${kind} is ${theirs}, that of the environment ${mine}; fine-tune in an environment with the same spaces`,
      )
  }
}

function requireSameNetwork({ spec }: Policy, from: Policy, name: string): void {
  const fields: [path: string, mine: unknown, theirs: unknown][] = [
    ...Object.keys(spec.network)
      .filter((key) => !BEGINNINGS.includes(key))
      .map((key): [string, unknown, unknown] => {
        const setting = key as keyof NetworkSettings
        return [`network.${key}`, spec.network[setting], from.spec.network[setting]]
      }),
    ['normaliseObservations', spec.normaliseObservations, from.spec.normaliseObservations],
  ]
  for (const [path, ...values] of fields) {
    const [mine, theirs] = values.map((value) => JSON.stringify(value))
    if (mine !== theirs)
      throw new Error(
        `the weights of ${name} don't fit: its ${path} is ${theirs}, and here it is ${mine}; leave ${path} out, or give it as it was`,
      )
  }
}

/** What of a space gives a network its shape: `box 4`, `discrete 2`. Bounds don't. */
function shapeText(space: Space): string {
  switch (space.kind) {
    case 'box':
      return `box ${space.shape.join('×')}`
    case 'multiDiscrete':
      return `multiDiscrete ${space.nvec.join(', ')}`
    default:
      return `${space.kind} ${space.n}`
  }
}
