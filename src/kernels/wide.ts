import { nodeModule } from './node.ts'

/** Versions of Node whose engine has been tried: a switch of V8's is there for V8's own developers, and may go. */
const TRIED = ['24.', '26.']

/**
 * Lets the engine join pairs of WebAssembly's vectors of 128 bits into one of 256 wherever it compiles from now on: nearly
 * twice the speed, and the same bits. V8 does it for x64 alone, where the processor has AVX2.
 *
 * @returns whether it does.
 */
export function joinVectors(): boolean {
  const { versions, arch } = globalThis.process ?? {}
  if (arch !== 'x64' || !TRIED.some((version) => versions?.node?.startsWith(version))) return false
  nodeModule?.('node:v8').setFlagsFromString('--experimental-wasm-revectorize')
  return true
}

const LETTER = new Uint8Array(1)

/**
 * Joined vectors leave something in the upper halves of the processor's registers. As long as it is there, a function that was
 * compiled for vectors of 128 bits, as those behind `Math.exp` and `Math.sin` are, takes 200 ns a call on an Intel Xeon in place
 * of 5 (an EPYC does not mind). A function of Node's that uses 256 bits itself clears them as it returns; this one takes 60 ns.
 */
export function clearUpperHalves(): void {
  isAscii?.(LETTER)
}

const isAscii = nodeModule?.('node:buffer').isAscii
