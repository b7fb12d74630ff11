import type { Kernels, Tensor } from '../kernels/index.ts'

/** One trainable array, row-major; `gradient` has the same shape. */
export interface Parameter {
  readonly name: string
  readonly shape: readonly number[]
  readonly value: Tensor
  readonly gradient: Tensor
}

/** What a network asks for before memory is given out. */
export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
}

/** Floats that a parameter's start is aligned to: a cache line. The padding is 0 and stays 0. */
const ALIGNMENT = 16

/**
 * All trainable arrays of a policy in one flat buffer, and all gradients in another, so that the norm, the
 * clipping and the optimiser's step are one kernel call each.
 */
export class Parameters {
  readonly values: Tensor
  readonly gradients: Tensor
  readonly entries: readonly Parameter[]

  constructor(kernels: Kernels, specs: readonly ParameterSpec[]) {
    const offsets: number[] = []
    let total = 0
    for (const { shape } of specs) {
      offsets.push(total)
      total += Math.ceil(lengthOf(shape) / ALIGNMENT) * ALIGNMENT
    }
    this.values = kernels.tensor(total)
    this.gradients = kernels.tensor(total)
    this.entries = specs.map(({ name, shape }, i) => ({
      name,
      shape,
      value: this.values.view(offsets[i], lengthOf(shape)),
      gradient: this.gradients.view(offsets[i], lengthOf(shape)),
    }))
  }

  /** The parameter of this name; it must exist. */
  get(name: string): Parameter {
    const found = this.entries.find((entry) => entry.name === name)
    if (!found) throw new Error(`no parameter is named '${name}'`)
    return found
  }
}

const lengthOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1)
