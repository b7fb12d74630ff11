import { missingPackage } from '../../optional-packages.ts'
import { compareOnnx, type OnnxRuntime, type Policy, toOnnx } from '../../policies/index.ts'
import { printable } from '../../printable.ts'
import { writeAtomically } from '../../runs/folder/index.ts'
import { present } from '../../settings/paths.ts'
import { policyFrom } from '../policy-source.ts'

export interface ExportFlags {
  readonly policy?: string
  readonly onnx?: string
  readonly critic: boolean
}

export async function exportAction(
  source: string,
  { policy: file, onnx, critic }: ExportFlags,
): Promise<void> {
  if (file === undefined && onnx === undefined)
    throw new Error('nothing to write: give --policy FILE, --onnx FILE or both')
  const { policy, env } = await policyFrom(source)
  if (file !== undefined) write(file, policy.toBytes({ critic, ...present({ env }) }))
  if (onnx === undefined) return
  const model = toOnnx(policy)
  write(onnx, model)
  console.log(await comparison(policy, model))
}

function write(file: string, bytes: Uint8Array): void {
  writeAtomically(file, bytes)
  console.log(`${printable(file)}: ${(bytes.length / 1000).toFixed(1)} kB`)
}

/** How near the model is to the policy, or what it takes to know. */
async function comparison(policy: Policy, model: Uint8Array): Promise<string> {
  const runtime = await import('onnxruntime-web').catch((error) => {
    const missing = missingPackage(error)
    if (missing === undefined) throw error
    return missing
  })
  if (typeof runtime === 'string') return `not compared with the policy: ${runtime}`
  runtime.env.logLevel = 'error'
  const { observations, distribution, value } = await compareOnnx(
    policy,
    model,
    runtime as unknown as OnnxRuntime,
  )
  const what = policy.spec.actionSpace.kind === 'box' ? 'of means and deviations' : 'of probabilities'
  return `${observations.toLocaleString('en')} observations by onnxruntime: differences ${what} at most ${distribution.toExponential(1)}, ${value === undefined ? 'it has no values' : `of values ${value.toExponential(1)}`}`
}
