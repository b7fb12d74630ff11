/** A thread that does pieces of every divided call. It has no event loop: between two calls it waits, blocked at last. */
import type { KernelExports } from '../exports.ts'
import { nodeModule } from '../node.ts'
import type { WasmMemory, WasmModule } from '../webassembly.ts'
import { controlIn, doPieces, join, KERNEL, leave, nextTurn, STOP } from './control.ts'

/** What it is started with. */
export interface WorkerData {
  readonly module: WasmModule
  readonly memory: WasmMemory
  /** Of a `Control`. */
  readonly control: SharedArrayBuffer
  /** See `joinVectors`. */
  readonly wide: boolean
  /** Its own scratch, an address in the memory. */
  readonly scratch: number
  /** Which of the threads it is; 0 is the one that calls. */
  readonly thread: number
  readonly threads: number
}

type Kernel = (...values: number[]) => void

function serve(data: WorkerData, ready: () => void): void {
  const { module, memory, thread, threads } = data
  const exports = new WebAssembly.Instance(module, { env: { memory: memory as WebAssembly.Memory } })
    .exports as unknown as KernelExports
  exports.useScratch(data.scratch)
  if (data.wide) exports.useWideTiles()
  const control = controlIn(threads, data.control)
  const { words, values } = control
  ready()
  let turn = 0
  while (words[KERNEL] !== STOP) {
    turn = nextTurn(words, turn)
    join(words)
    doPieces(control, thread, (kernel, from, to) => call(exports[kernel] as Kernel, from, to, values))
    leave(words)
  }
}

/** With all the values there may be: a kernel leaves those that it doesn't take. */
function call(kernel: Kernel, from: number, to: number, v: Float64Array): void {
  kernel(from, to, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11])
}

const port = (nodeModule?.('node:worker_threads').parentPort ?? globalThis) as unknown as MessagePort
port.onmessage = ({ data }: MessageEvent<WorkerData>) => serve(data, () => port.postMessage('ready'))
