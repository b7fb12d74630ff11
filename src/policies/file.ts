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
import { infinityAsText, infinityFromText } from './infinity.ts'
import type { RunningNormalisation } from './normalisation.ts'
import type { PolicySpec } from './spec.ts'
import { learnedTensors, normaliserCounts } from './state.ts'

const FORMAT = 'formscale-policy'

/** What the file holds beside tensors. */
interface Header {
  readonly version: 1
  readonly spec: PolicySpec
  readonly normaliserCounts: readonly number[]
  /** The kernels that it was trained with. */
  readonly kernels: KernelBuild
}

export interface PolicyFile extends Header {
  readonly tensors: Readonly<Record<string, NamedTensor>>
}

export function encodePolicy(policy: {
  readonly spec: PolicySpec
  readonly network: ActorCritic
  readonly normalisation: RunningNormalisation
  readonly kernels: { readonly build: KernelBuild }
}): Uint8Array<ArrayBuffer> {
  const tensors = learnedTensors(policy)
  const header: Header = {
    version: 1,
    spec: policy.spec,
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
  const header = JSON.parse(text, infinityFromText) as Header
  if (header.version !== 1)
    throw new Error(`the policy has version ${header.version}; this formscale reads version 1`)
  return { ...header, tensors }
}
