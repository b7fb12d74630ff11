/**
 * A policy's file: safetensors with all that it needs to act, and nothing of the run that made it. A SHA-256 over all of
 * it guards against damage.
 */
import type { KernelBuild } from '../kernels/index.ts'
import {
  type ActorCritic,
  decodeSafetensors,
  digestOf,
  encodeSafetensors,
  type NamedTensor,
} from '../networks/index.ts'
import { infinityAsText, parsedHeader } from './infinity.ts'
import type { RunningNormalisation } from './normalisation.ts'
import type { PolicySpec } from './spec.ts'
import { learnedTensors, normaliserCounts } from './state.ts'

const FORMAT = 'formscale-policy'

export interface FileOptions {
  /** Whether a value network of its own goes along, `true` if not given: without one the file is half as large, and only acts. */
  readonly critic?: boolean
  /** The environment that it plays, for the command line. */
  readonly env?: string
}

/** What the file holds beside tensors. */
interface Header {
  readonly version: 1
  readonly env?: string
  readonly spec: PolicySpec
  readonly normaliserCounts: readonly number[]
  /** The kernels that it was trained with. */
  readonly kernels: KernelBuild
}

export interface PolicyFile extends Header {
  readonly tensors: Readonly<Record<string, NamedTensor>>
}

export function encodePolicy(
  policy: {
    readonly spec: PolicySpec
    readonly network: ActorCritic
    readonly normalisation: RunningNormalisation
    readonly kernels: { readonly build: KernelBuild }
  },
  { critic = true, env }: FileOptions,
): Uint8Array<ArrayBuffer> {
  const drops = !critic && policy.spec.critic === 'separate'
  const all = Object.entries(learnedTensors(policy))
  const tensors = Object.fromEntries(all.filter(([name]) => !(drops && name.startsWith('policy.critic.'))))
  const header: Header = {
    version: 1,
    ...(env !== undefined && { env }),
    spec: drops ? { ...policy.spec, critic: 'none' } : policy.spec,
    normaliserCounts: normaliserCounts(policy),
    kernels: policy.kernels.build,
  }
  const text = JSON.stringify(header, infinityAsText)
  return encodeSafetensors({
    tensors,
    metadata: { format: FORMAT, policy: text, sha256: digestOf(tensors, text) },
  })
}

/** @throws Error that says what is wrong with the bytes. */
export function decodePolicy(bytes: Uint8Array): PolicyFile {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata['format'] === 'formscale-checkpoint')
    throw new Error(
      'these are the bytes of a run; loadRun of formscale takes them, and its policy.toBytes() gives those of the policy',
    )
  if (metadata['format'] !== FORMAT) throw new Error('these safetensors are not a policy of formscale')
  const text = metadata['policy'] ?? ''
  if (digestOf(tensors, text) !== metadata['sha256'])
    throw new Error('the checksum does not match: the file is damaged')
  const header = parsedHeader(text, 'the policy') as Header | null
  if (header?.version !== 1)
    throw new Error(`the policy has version ${header?.version}; this formscale reads version 1`)
  return { ...header, tensors }
}
