import type { Pcg64 } from '../random/index.ts'
import type { Parameter } from './parameters.ts'

/** What weights begin as: orthogonal, with biases of 0, or all uniform in ±1/√inputs, as PyTorch's linear layers do. */
export type Initialisation = 'orthogonal' | 'uniform'

/**
 * A random matrix [rows × columns] with orthonormal rows or columns, whichever are fewer, times `gain`
 * (Saxe et al. 2014): Gram-Schmidt on Gaussian vectors, twice for full float64 orthogonality.
 */
export function orthogonal(random: Pcg64, rows: number, columns: number, gain: number): Float64Array {
  const count = Math.min(rows, columns)
  const length = Math.max(rows, columns)
  const basis: Float64Array[] = []
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal())
    for (let pass = 0; pass < 2; pass++)
      for (const unit of basis) {
        const projection = dot(unit, vector)
        for (let i = 0; i < length; i++) vector[i] -= projection * unit[i]
      }
    const norm = Math.sqrt(dot(vector, vector))
    basis.push(vector.map((x) => x / norm))
  }
  const matrix = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      matrix[r * columns + c] = gain * (rows <= columns ? basis[r][c] : basis[c][r])
  return matrix
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Numbers that are uniform in ±1/√inputs. */
function uniform(random: Pcg64, inputs: number, length: number): Float64Array {
  const bound = 1 / Math.sqrt(inputs)
  return Float64Array.from({ length }, () => random.uniform(-bound, bound))
}

/** Draws the weights [inputs × outputs] and the bias of a linear map. @param gain of orthogonal weights. */
export function initialiseLinear(
  random: Pcg64,
  { initialisation, gain }: { readonly initialisation: Initialisation; readonly gain: number },
  weights: Parameter,
  bias: Parameter,
): void {
  const [inputs, outputs] = weights.shape
  if (initialisation === 'orthogonal') {
    weights.value.data.set(orthogonal(random, inputs, outputs, gain))
    bias.value.data.fill(0)
  } else {
    weights.value.data.set(uniform(random, inputs, inputs * outputs))
    bias.value.data.set(uniform(random, inputs, outputs))
  }
}
