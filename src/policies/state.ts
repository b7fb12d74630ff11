/** What a policy has learned, as named tensors: weights and normalisation, never one without the other. */
import type { ActorCritic, NamedTensor, NetworkSettings } from '../networks/index.ts'
import type { RunningNormalisation } from './normalisation.ts'

type Tensors = Readonly<Record<string, NamedTensor>>

interface Learned {
  readonly network: ActorCritic
  readonly normalisation: RunningNormalisation
}

/** Copies of all that was learned, under names that begin with `policy.`. */
export function learnedTensors(policy: Learned): Record<string, NamedTensor> {
  const tensors: Record<string, NamedTensor> = {}
  for (const { name, shape, value } of policy.network.parameters.entries)
    tensors[`policy.${name}`] = { shape, data: value.data.slice() }
  for (const [name, data] of normaliserArrays(policy))
    tensors[`policy.normaliser.${name}`] = { shape: [data.length], data: data.slice() }
  return tensors
}

/** Vectors that each of the normaliser's moments has seen. */
export const normaliserCounts = (policy: Learned): number[] => moments(policy).map(({ count }) => count)

/**
 * Before anything is made of settings that came with the tensors: forged ones would fill the memory.
 *
 * @throws Error for layers that need more numbers than all tensors have.
 */
export function requireRoom({ convolutions, hidden }: NetworkSettings, tensors: Tensors): void {
  const numbers = Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0)
  const sizes = convolutions.map(({ filters, size }) => filters * size ** 2)
  const most = Math.max(0, ...sizes, ...hidden.map((width, i) => width * (hidden[i - 1] ?? 1)))
  if (most > numbers) throw new Error(`a layer needs ${most} numbers, and all tensors have ${numbers}`)
}

/**
 * Puts weights and normalisation, as one, into a policy of the same spec.
 *
 * @throws Error for a tensor that is missing or has another length.
 */
export function restoreLearned(policy: Learned, tensors: Tensors, counts: readonly number[]): void {
  for (const { name, value } of policy.network.parameters.entries)
    value.data.set(takeTensor(tensors, `policy.${name}`, value.length))
  for (const [name, data] of normaliserArrays(policy))
    data.set(takeTensor(tensors, `policy.normaliser.${name}`, data.length))
  moments(policy).forEach((running, i) => {
    running.count = counts[i]
  })
}

/** @throws Error where there is no tensor of this name and length. */
export function takeTensor(tensors: Tensors, name: string, length: number): Float32Array | Float64Array {
  const found = tensors[name]
  if (!found || found.data.length !== length)
    throw new Error(`'${name}' has ${found?.data.length ?? 'no'} numbers; these settings need ${length}`)
  return found.data
}

const moments = ({ normalisation }: Learned) =>
  [normalisation.observations, normalisation.returns].filter((running) => running !== undefined)

function normaliserArrays({ normalisation }: Learned): [string, Float64Array][] {
  const arrays: [string, Float64Array][] = []
  for (const name of ['observations', 'returns'] as const) {
    const running = normalisation[name]
    if (running) arrays.push([`${name}.mean`, running.mean], [`${name}.variance`, running.variance])
  }
  return arrays
}
