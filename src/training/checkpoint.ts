/**
 * A checkpoint: one safetensors file with the policy (weights and normalisation, never one without the other), the
 * optimiser, every generator, the environments and the counters. A SHA-256 over all of it guards against damage.
 */
import { type Space, sizeOf } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { decodeSafetensors, digestOf, encodeSafetensors, type NamedTensor } from '../networks/index.ts'
import {
  infinityAsText,
  learnedTensors,
  normaliserCounts,
  Policy,
  parsedHeader,
  requireRoom,
  restoreLearned,
  takeTensor,
} from '../policies/index.ts'
import { configAfter } from './changes.ts'
import { type State, stateFrom } from './checkpoint-state.ts'
import { requireJson } from './json-state.ts'
import type { Result } from './metrics.ts'
import { policySpec, type Session } from './session.ts'
import { settingsAt } from './settings-at.ts'

/** The weights of the target network. */
const TARGET = 'target.parameters'

type Tensors = Record<string, NamedTensor>

export interface Checkpoint {
  readonly tensors: Readonly<Tensors>
  readonly state: State
}

/** The session as it is now, between two updates. */
export async function encodeCheckpoint(session: Session, result: Result): Promise<Uint8Array<ArrayBuffer>> {
  const { policy, optimiser, environments, source } = session
  const states = environments.getState()
  for (const state of states.environments) requireJson(session.config.env, state)
  const tensors = learnedTensors(policy)
  for (const [name, { data }] of Object.entries(optimiser.state))
    tensors[`optimiser.${name}`] = vector(data.slice())
  if (session.target) tensors[TARGET] = vector(session.target.network.parameters.values.data.slice())
  for (const [name, data] of Object.entries(source.arrays())) tensors[name] = vector(data)
  const state: State = {
    version: 1,
    kernels: session.kernels.build,
    config: session.begunWith,
    ...(session.changes.length > 0 && { changes: session.changes }),
    ...(Object.keys(session.origin).length > 0 && { origin: session.origin }),
    observationSpace: policy.spec.observationSpace,
    actionSpace: policy.spec.actionSpace,
    ...(policy.spec.features && { features: policy.spec.features }),
    result,
    optimiserSteps: optimiser.steps,
    random: {
      actions: session.random.actions.getState(),
      minibatches: session.random.minibatches.getState(),
    },
    environments: states,
    collector: source.getState(),
    normaliserCounts: normaliserCounts(policy),
    episodes: session.episodes.getState(),
  }
  const text = JSON.stringify(state, infinityAsText)
  return encodeSafetensors({
    tensors,
    metadata: { format: 'formscale-checkpoint', state: text, sha256: digestOf(tensors, text) },
  })
}

/** @throws Error that says what is wrong with the bytes. */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata['format'] !== 'formscale-checkpoint')
    throw new Error('these safetensors are not a formscale checkpoint')
  const text = metadata['state'] ?? ''
  if (digestOf(tensors, text) !== metadata['sha256'])
    throw new Error('the checksum does not match: the file is damaged')
  return { tensors, state: stateFrom(parsedHeader(text, 'the checkpoint')) }
}

/** The policy that a checkpoint holds. */
export async function restoredPolicy(checkpoint: Checkpoint): Promise<Policy> {
  const { config, changes = [], observationSpace, actionSpace, features, result } = checkpoint.state
  const settings = settingsAt(configAfter(config, changes), result.steps)
  const kernels = await loadKernels(config.deterministic ? { build: 'simd' } : {})
  requireRoom(config.network, checkpoint.tensors)
  const policy = new Policy(kernels, policySpec(settings, observationSpace, actionSpace, features))
  restoreLearned(policy, checkpoint.tensors, checkpoint.state.normaliserCounts)
  return policy
}

/** Puts everything into a session of the same settings. Returns how many environments had to start a new episode. */
export function restoreSession(session: Session, checkpoint: Checkpoint): number {
  const { tensors, state } = checkpoint
  requireSpaces(session, state)
  session.restoreChanges(state.changes ?? [])
  session.origin = state.origin ?? {}
  // What serves all updates is a matter of the seed: collected again, it has the same bits.
  session.begin()
  restoreLearned(session.policy, tensors, state.normaliserCounts)
  for (const [name, { data, length }] of Object.entries(session.optimiser.state))
    data.set(takeTensor(tensors, `optimiser.${name}`, length))
  session.target?.network.parameters.values.data.set(
    takeTensor(tensors, TARGET, session.target.network.parameters.values.length),
  )
  session.optimiser.steps = state.optimiserSteps
  session.random.actions.setState(state.random.actions)
  session.random.minibatches.setState(state.random.minibatches)
  session.episodes.setState(state.episodes)
  session.updates = state.result.updates
  if (state.result.status === 'finished') session.aimReached = state.result.reason
  const restarted = session.environments.setState(state.environments, session.environmentSeeds())
  session.source.setState(
    state.collector,
    restarted,
    (name, length) => takeTensor(tensors, name, length) as Float32Array,
  )
  session.setClock(state.result.seconds)
  return restarted.length
}

/** @throws Error that names a space of the checkpoint and that of the session's environment, if they are not the same. */
function requireSpaces({ policy, config }: Session, state: State): void {
  for (const kind of ['observationSpace', 'actionSpace'] as const) {
    const [saved, made] = [state[kind], policy.spec[kind]].map((space) =>
      JSON.stringify(asVector(space, policy.spec[kind]), infinityAsText),
    )
    if (saved !== made)
      throw new Error(
        `the checkpoint's ${kind} is ${saved.slice(0, MOST_SHOWN)}, that of ${config.env} ${made.slice(0, MOST_SHOWN)}; go on in the environment that the run was begun in`,
      )
  }
}

/** A box as a vector, where the other is one: 0.1.0 stacked frames of vectors as [count, size]. */
const asVector = (space: Space, other: Space): Space =>
  space.kind === 'box' && other.kind === 'box' && other.shape.length === 1
    ? { ...space, shape: [sizeOf(space)] }
    : space

/** Characters of a space that an error shows. */
const MOST_SHOWN = 200

const vector = (data: Float32Array | Float64Array): NamedTensor => ({ shape: [data.length], data })
