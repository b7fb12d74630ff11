/** The policy of a run as it is now, as a file for the visitor. */
import { toOnnx } from '../../../src/policies/index.ts'
import { decodeCheckpoint, restoredPolicy } from '../../../src/training/index.ts'
import { runName } from './archive.ts'
import { hand, type PageRun } from './runs.ts'

export async function policyFile(run: PageRun, suffix: 'policy' | 'onnx'): Promise<void> {
  const { bytes } = await run.checkpoint('now')
  const checkpoint = await decodeCheckpoint(bytes)
  const policy = await restoredPolicy(checkpoint)
  const file = suffix === 'onnx' ? toOnnx(policy) : policy.toBytes()
  hand(file, 'application/octet-stream', `${runName(checkpoint.state.config)}.${suffix}`)
}
