/** A trained policy from its bytes: all that a page needs to act. */

import { loadKernels } from '../kernels/index.ts'
import { printable } from '../printable.ts'
import { decodePolicy } from './file.ts'
import { Policy } from './policy.ts'
import { requireRoom, restoreLearned } from './state.ts'

export type { Policy } from './policy.ts'

/** What a policy's bytes are in: a `Response` of `fetch`, a `File` that was chosen, or a `Blob`. */
export interface BytesSource {
  /** The bytes. */
  arrayBuffer(): Promise<ArrayBuffer>
  /** Of a `Response`: whether it is what was asked for. */
  readonly ok?: boolean
  /** Of a `Response`: the HTTP status. */
  readonly status?: number
  /** Of a `Response`: where it came from. */
  readonly url?: string
}

/**
 * Loads a policy that `policy.toBytes()` or `formscale export RUN --policy FILE` made: networks, kernels, normalisation and
 * action distribution.
 *
 * @param source its bytes, a `Response`, `File` or `Blob`, or the address to fetch it from.
 * @throws Error of one line: what can't be fetched, is damaged, or is not a policy.
 */
export async function loadPolicy(
  source: Uint8Array | ArrayBuffer | BytesSource | string | { readonly href: string },
): Promise<Policy> {
  return (await readPolicy(await bytesOf(source))).policy
}

/** A policy's file: the policy, and the environment that it plays, where the file says so. */
export async function readPolicy(
  bytes: Uint8Array,
): Promise<{ readonly policy: Policy; readonly env: string | undefined }> {
  const { spec, normaliserCounts, kernels, tensors, env } = decodePolicy(bytes)
  // Plain kernels round the same everywhere; of the others the engine's best are as near.
  const loaded = await loadKernels(kernels === 'simd' ? { build: 'simd' } : {})
  try {
    requireRoom(spec.network, tensors)
    const policy = new Policy(loaded, spec)
    restoreLearned(policy, tensors, normaliserCounts)
    return { policy, env }
  } catch (error) {
    // A header that nothing of ours has written, however well its checksum fits.
    throw new Error(`the policy is damaged: ${printable((error as Error).message)}`, { cause: error })
  }
}

async function bytesOf(source: Parameters<typeof loadPolicy>[0]): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (typeof source === 'string') return bytesOf(await fetch(source))
  if ('href' in source) return bytesOf(await fetch(source.href))
  if (source.ok === false)
    throw new Error(`the policy can't be fetched: ${source.url} answered with status ${source.status}`)
  return new Uint8Array(await source.arrayBuffer())
}
