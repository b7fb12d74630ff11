/**
 * A checkpoint: one safetensors file with the policy (weights and normalisation, never one without the other), the
 * optimiser, every generator, the environments and the counters. A SHA-256 over all of it guards against damage.
 */
import { loadKernels } from '../kernels/index.ts'
import { decodeSafetensors, digestOf, encodeSafetensors, type NamedTensor } from '../networks/index.ts'
import {
  infinityAsText,
  infinityFromText,
  learnedTensors,
  normaliserCounts,
  Policy,
  restoreLearned,
  takeTensor,
} from '../policies/index.ts'
import { type State, stateFrom } from './checkpoint-state.ts'
import { requireJson } from './json-state.ts'
import type { Result } from './metrics.ts'
import { policySpec, type Session } from './session.ts'

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
  const state: State = {
    version: 1,
    kernels: session.kernels.build,
    config: session.config,
    observationSpace: policy.spec.observationSpace,
    actionSpace: policy.spec.actionSpace,
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
  return { tensors, state: stateFrom(JSON.parse(text, infinityFromText)) }
}

/** The policy that a checkpoint holds. */
export async function restoredPolicy(checkpoint: Checkpoint): Promise<Policy> {
  const { config, observationSpace, actionSpace } = checkpoint.state
  const kernels = await loadKernels(config.deterministic ? { build: 'simd' } : {})
  const policy = new Policy(kernels, policySpec(config, observationSpace, actionSpace))
  restoreLearned(policy, checkpoint.tensors, checkpoint.state.normaliserCounts)
  return policy
}

/** Puts everything into a session of the same settings. Returns how many environments had to start a new episode. */
export function restoreSession(session: Session, checkpoint: Checkpoint): number {
  const { tensors, state } = checkpoint
  requireSpaces(session, state)
  // What serves all updates is a matter of the seed: collected again, it has the same bits.
  session.begin()
  restoreLearned(session.policy, tensors, state.normaliserCounts)
  for (const [name, { data, length }] of Object.entries(session.optimiser.state))
    data.set(takeTensor(tensors, `optimiser.${name}`, length))
  session.optimiser.steps = state.optimiserSteps
  session.random.actions.setState(state.random.actions)
  session.random.minibatches.setState(state.random.minibatches)
  session.episodes.setState(state.episodes)
  session.updates = state.result.updates
  const restarted = session.environments.setState(state.environments, session.environmentSeeds())
  session.source.setState(state.collector, restarted)
  session.startClock(state.result.seconds)
  return restarted.length
}

/** @throws Error that names a space of the checkpoint and that of the session's environment, if they are not the same. */
function requireSpaces({ policy, config }: Session, state: State): void {
  for (const kind of ['observationSpace', 'actionSpace'] as const) {
    const [saved, made] = [state[kind], policy.spec[kind]].map((space) =>
      JSON.stringify(space, infinityAsText),
    )
    if (saved !== made)
      throw new Error(
        `the checkpoint's ${kind} is ${saved.slice(0, MOST_SHOWN)}, that of ${config.env} ${made.slice(0, MOST_SHOWN)}; go on in the environment that the run was begun in`,
      )
  }
}

/** Characters of a space that an error shows. */
const MOST_SHOWN = 200

const vector = (data: Float32Array | Float64Array): NamedTensor => ({ shape: [data.length], data })
