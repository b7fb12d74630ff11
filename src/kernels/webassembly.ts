/** What the library's types name of WebAssembly: a project without the types of browsers or Node knows no others. */

export interface WasmMemory {
  readonly buffer: ArrayBufferLike
  /** Adds pages of 64 KiB; returns how many there were. */
  grow(pages: number): number
}

/** Compiled code. */
export type WasmModule = object
