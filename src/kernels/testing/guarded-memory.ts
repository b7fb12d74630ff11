import type { Kernels, Tensor } from '../index.ts'

const GUARD = 16
/** A NaN with a payload: read by mistake it spoils the result, overwritten by mistake it is missed. */
const CANARY = 0x7fc0beef

/** Hands out tensors with guards on both sides, from one allocation that is used again after `reset`. */
export class GuardedMemory {
  readonly #kernels: Kernels
  #all: Tensor
  #used = 0
  #guards: number[] = []

  constructor(kernels: Kernels, capacity: number) {
    this.#kernels = kernels
    this.#all = kernels.tensor(capacity)
    this.reset()
  }

  reset(): void {
    this.#used = 0
    this.#guards = []
    this.#bits().fill(CANARY)
  }

  #bits(): Uint32Array {
    return new Uint32Array(this.#kernels.memory.buffer, this.#all.pointer, this.#all.length)
  }

  /** A tensor of these values, or one to be written (left full of NaN). */
  take(values: ArrayLike<number> | number): Tensor {
    const length = typeof values === 'number' ? values : values.length
    const tensor = this.#all.view(this.#used + GUARD, length)
    this.#guards.push(this.#used, this.#used + GUARD + length)
    this.#used += length + 2 * GUARD
    if (typeof values !== 'number') tensor.data.set(values)
    return tensor
  }

  /** How many guard words were overwritten. */
  damage(): number {
    const bits = this.#bits()
    const words = this.#guards.flatMap((start) => [...bits.subarray(start, start + GUARD)])
    return words.filter((word) => word !== CANARY).length
  }
}
