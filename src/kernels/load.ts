// Picks a build of the kernels and instantiates it.

import { inflate } from '../inflate.ts'
import type { KernelExports } from './exports.ts'
import * as relaxedSimd from './generated/relaxed-simd.ts'
import * as simd from './generated/simd.ts'
import { type KernelBuild, Kernels } from './kernels.ts'
import { nodeModule } from './node.ts'
import { joinVectors } from './wide.ts'

interface Embedded {
  readonly deflated: string
  /** Place of the byte that says of which kind the imported memory is. */
  readonly memoryKindAt: number
}

const modules: Record<KernelBuild, Embedded> = { 'relaxed-simd': relaxedSimd, simd }

/** What that byte is for a memory that threads share. */
const SHARED = 3
/** As the build says, in pages of 64 KiB. */
const PAGES = { initial: 16, maximum: 65_536 }

async function decode(build: KernelBuild, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const { deflated, memoryKindAt } = modules[build]
  const bytes = await inflate(deflated)
  if (shared) bytes[memoryKindAt] = SHARED
  return bytes
}

/** Whether the engine compiles this module, if need be after Node 20's own switch for relaxed SIMD. */
function accepts(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true
  // V8 has had the finished instructions since 11.0 (Node 20 has 11.3), and reads the switch at every compilation.
  if (!globalThis.process?.versions?.node?.startsWith('20.')) return false
  nodeModule?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(bytes)
}

/** Modules that were compiled: to inflate and compile one takes longer than what many a run needs of it. */
const compiled = new Map<string, Promise<WebAssembly.Module | undefined>>()

/** The module of this build, unless the engine does not accept it. */
async function compile(build: KernelBuild, shared: boolean): Promise<WebAssembly.Module | undefined> {
  const bytes = await decode(build, shared)
  return accepts(bytes) ? WebAssembly.compile(bytes) : undefined
}

/** The kernels of this build, unless the engine does not accept it. */
export async function instantiate(
  build: KernelBuild,
  shared: boolean,
  wide: boolean,
): Promise<Kernels | undefined> {
  const key = [build, shared, wide].join()
  if (!compiled.has(key)) compiled.set(key, compile(build, shared))
  const module = await compiled.get(key)
  if (!module) return undefined
  const memory = new WebAssembly.Memory({ ...PAGES, shared })
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  return new Kernels(build, module, exports as unknown as KernelExports, memory, wide)
}

/**
 * Loads the kernels, with a memory of their own. `simd` gives the same bits on every machine; `relaxed-simd` is faster
 * where the processor fuses multiply and add. Without a choice, the fastest build that the engine accepts.
 *
 * @param options.shared whether threads are to share the memory, so that `startThreads` can start some.
 */
export async function loadKernels(options: { build?: KernelBuild; shared?: boolean } = {}): Promise<Kernels> {
  const shared = options.shared ?? false
  const candidates: KernelBuild[] = options.build ? [options.build] : ['relaxed-simd', 'simd']
  for (const build of candidates) {
    if (!Object.hasOwn(modules, build)) {
      throw new Error(`unknown kernel build '${build}'; known: ${Object.keys(modules).join(', ')}`)
    }
    const kernels = await instantiate(build, shared, joinVectors())
    if (kernels) return kernels
  }
  throw new Error(
    `this JavaScript engine does not support WebAssembly ${candidates.join(' or ')}` +
      (options.build === 'relaxed-simd' ? "; build 'simd' asks for less" : ''),
  )
}
