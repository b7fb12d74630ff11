// Picks a build of the kernels and instantiates it.

import relaxedSimd from './generated/relaxed-simd.ts'
import simd from './generated/simd.ts'
import { type KernelBuild, type KernelExports, Kernels } from './kernels.ts'

const modules: Record<KernelBuild, string> = { 'relaxed-simd': relaxedSimd, simd }

function decode(build: KernelBuild): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(modules[build]), (character) => character.charCodeAt(0))
}

/** Whether the engine compiles this module, if need be after Node 20's own switch for relaxed SIMD. */
function accepts(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true
  // V8 has had the finished instructions since 11.0 (Node 20 has 11.3), and reads the switch at every compilation.
  const node = (globalThis as { process?: Partial<NodeJS.Process> }).process
  if (!node?.versions?.node?.startsWith('20.')) return false
  node.getBuiltinModule?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(bytes)
}

/**
 * Loads the kernels, with a memory of their own. `simd` gives the same bits on every machine; `relaxed-simd` is faster
 * where the processor fuses multiply and add. Without a choice, the fastest build that the engine accepts.
 */
export async function loadKernels(options: { build?: KernelBuild } = {}): Promise<Kernels> {
  const candidates: KernelBuild[] = options.build ? [options.build] : ['relaxed-simd', 'simd']
  for (const build of candidates) {
    if (!Object.hasOwn(modules, build)) {
      throw new Error(`unknown kernel build '${build}'; known: ${Object.keys(modules).join(', ')}`)
    }
    const bytes = decode(build)
    if (!accepts(bytes)) continue
    const { instance } = await WebAssembly.instantiate(bytes)
    return new Kernels(build, instance.exports as unknown as KernelExports)
  }
  throw new Error(
    `this JavaScript engine does not support WebAssembly ${candidates.join(' or ')}` +
      (options.build === 'relaxed-simd' ? "; build 'simd' asks for less" : ''),
  )
}
