/**
 * A checkpoint: one safetensors file with the policy (weights and normaliser, never one without the other), the
 * optimiser, every generator, the environments and the counters. A SHA-256 over all of it guards against damage.
 */
import type { Space } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../networks/index.ts'
import { Policy } from '../policies/index.ts'
import type { Pcg64State } from '../random/index.ts'
import type { CollectorState, Episode, VectorState } from '../rollouts/index.ts'
import { type Config, resolveConfig } from './config.ts'
import type { Result } from './metrics.ts'
import { policySpec, type Session } from './session.ts'

type Tensors = Record<string, NamedTensor>

/** What a checkpoint holds beside arrays. */
interface State {
  readonly version: 1
  readonly config: Config
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly result: Result
  readonly optimiserSteps: number
  readonly random: Readonly<Record<'actions' | 'minibatches', Pcg64State>>
  readonly environments: VectorState
  readonly collector: CollectorState
  readonly normaliserCounts: readonly number[]
  readonly episodes: { count: number; episodes: Episode[] }
}

export interface Checkpoint {
  readonly tensors: Readonly<Tensors>
  readonly state: State
}

/** The session as it is now, between two updates. */
export async function encodeCheckpoint(session: Session, result: Result): Promise<Uint8Array<ArrayBuffer>> {
  const { policy, optimiser, environments, collector } = session
  const { entries } = policy.network.parameters
  const tensors: Tensors = {}
  for (const { name, shape, value } of entries)
    tensors[`policy.${name}`] = { shape, data: value.data.slice() }
  for (const [name, data] of normaliserArrays(policy)) tensors[`policy.normaliser.${name}`] = vector(data)
  for (const [name, { data }] of Object.entries(optimiser.state))
    tensors[`optimiser.${name}`] = vector(data.slice())
  const state: State = {
    version: 1,
    config: session.config,
    observationSpace: policy.spec.observationSpace,
    actionSpace: policy.spec.actionSpace,
    result,
    optimiserSteps: optimiser.steps,
    random: {
      actions: session.random.actions.getState(),
      minibatches: session.random.minibatches.getState(),
    },
    environments: environments.getState(),
    collector: collector.getState(),
    normaliserCounts: moments(policy).map(({ count }) => count),
    episodes: session.episodes.getState(),
  }
  const text = JSON.stringify(state, infinityAsText)
  return encodeSafetensors({
    tensors,
    metadata: { format: 'formscale-checkpoint', state: text, sha256: await digest(tensors, text) },
  })
}

/** @throws Error that says what is wrong with the bytes. */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata['format'] !== 'formscale-checkpoint')
    throw new Error('these safetensors are no formscale checkpoint')
  const text = metadata['state'] ?? ''
  if ((await digest(tensors, text)) !== metadata['sha256'])
    throw new Error('the checksum does not match: the file is damaged')
  const state = JSON.parse(text, infinityFromText) as State
  if (state.version !== 1)
    throw new Error(`the checkpoint has version ${state.version}; this formscale reads version 1`)
  return { tensors, state: { ...state, config: resolveConfig(state.config) } }
}

/** Rows that a policy without a session takes at once. */
const POLICY_ROWS = 256

/** The policy that a checkpoint holds. */
export async function restoredPolicy(checkpoint: Checkpoint): Promise<Policy> {
  const { config, observationSpace, actionSpace } = checkpoint.state
  const kernels = await loadKernels(config.deterministic ? { build: 'simd' } : {})
  const policy = new Policy(kernels, policySpec(config, observationSpace, actionSpace), POLICY_ROWS)
  restorePolicy(policy, checkpoint)
  return policy
}

/** Puts weights and normaliser, as one, into a policy of the same settings. */
function restorePolicy(policy: Policy, { tensors, state }: Checkpoint): void {
  for (const { name, value } of policy.network.parameters.entries)
    value.data.set(take(tensors, `policy.${name}`, value.length))
  for (const [name, data] of normaliserArrays(policy))
    data.set(take(tensors, `policy.normaliser.${name}`, data.length))
  moments(policy).forEach((running, i) => {
    running.count = state.normaliserCounts[i]
  })
}

/** Puts everything into a session of the same settings. Returns how many environments had to start a new episode. */
export function restoreSession(session: Session, checkpoint: Checkpoint): number {
  const { tensors, state } = checkpoint
  // A log is a matter of the seed: collected again, it has the same bits.
  if (state.config.data === 'log') session.begin()
  restorePolicy(session.policy, checkpoint)
  for (const [name, { data, length }] of Object.entries(session.optimiser.state))
    data.set(take(tensors, `optimiser.${name}`, length))
  session.optimiser.steps = state.optimiserSteps
  session.random.actions.setState(state.random.actions)
  session.random.minibatches.setState(state.random.minibatches)
  session.episodes.setState(state.episodes)
  session.updates = state.result.updates
  const restarted = session.environments.setState(state.environments, session.environmentSeeds())
  session.collector.setState(state.collector, restarted)
  session.startClock(state.result.seconds)
  return restarted.length
}

const vector = (data: Float32Array | Float64Array): NamedTensor => ({ shape: [data.length], data })

const moments = ({ normaliser }: Policy) =>
  [normaliser.observations, normaliser.returns].filter((running) => running !== undefined)

function normaliserArrays({ normaliser }: Policy): [string, Float64Array][] {
  const arrays: [string, Float64Array][] = []
  for (const name of ['observations', 'returns'] as const) {
    const running = normaliser[name]
    if (running) arrays.push([`${name}.mean`, running.mean], [`${name}.variance`, running.variance])
  }
  return arrays
}

function take(tensors: Readonly<Tensors>, name: string, length: number): Float32Array | Float64Array {
  const found = tensors[name]
  if (!found || found.data.length !== length)
    throw new Error(
      `the checkpoint's '${name}' has ${found?.data.length ?? 'no'} numbers; these settings need ${length}`,
    )
  return found.data
}

async function digest(tensors: Readonly<Tensors>, text: string): Promise<string> {
  const parts: Uint8Array[] = [new TextEncoder().encode(text)]
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    parts.push(new TextEncoder().encode(`${name}:${shape}`))
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** JSON has no Infinity, and bounds of spaces do. */
function infinityAsText(_key: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? '∞' : value === Number.NEGATIVE_INFINITY ? '-∞' : value
}

function infinityFromText(_key: string, value: unknown): unknown {
  return value === '∞' ? Number.POSITIVE_INFINITY : value === '-∞' ? Number.NEGATIVE_INFINITY : value
}
