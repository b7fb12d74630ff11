/** The WebAssembly kernels of this engine beside plain float64. */
import {
  adam,
  type KernelBuild,
  type Kernels,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
  logSoftmax,
  type Tensor,
} from '../kernels/index.ts'
import { Pcg64 } from '../random/index.ts'
import { type Check, within } from './check.ts'

/** Odd sizes, so that the kernels' edges are tried too. */
const [ROWS, INPUTS, OUTPUTS] = [13, 37, 19]

/** Of a sum of that many float32 products of numbers about 1. */
const LIMIT = 1e-5

export const kernelChecks: readonly Check[] = [
  kernelCheck('simd', 'Plain SIMD, the same bits on every machine'),
  kernelCheck('relaxed-simd', 'Relaxed SIMD, the fast build'),
]

function kernelCheck(build: KernelBuild, title: string): Check {
  return {
    name: `kernels: ${build}`,
    about: `${title}: layer forward and backward, softmax, Adam, against float64 in JavaScript.`,
    async run() {
      const fastest = await loadKernels()
      if (build === 'relaxed-simd' && fastest.build === 'simd')
        return { passed: true, detail: 'not in this engine: plain SIMD takes its place' }
      const kernels = fastest.build === build ? fastest : await loadKernels({ build })
      const worst = Math.max(layerError(kernels), softmaxError(kernels), adamError(kernels))
      return within(worst, LIMIT, 'largest error')
    },
  }
}

function filled(kernels: Kernels, length: number, random: Pcg64): Tensor {
  const tensor = kernels.tensor(length)
  for (let i = 0; i < length; i++) tensor.data[i] = random.uniform(-1, 1)
  return tensor
}

/** Of tanh(x·w + b), and of both backward products. */
function layerError(kernels: Kernels): number {
  const random = Pcg64.fromSeed(1)
  const x = filled(kernels, ROWS * INPUTS, random)
  const weights = filled(kernels, INPUTS * OUTPUTS, random)
  const bias = filled(kernels, OUTPUTS, random)
  const dy = filled(kernels, ROWS * OUTPUTS, random)
  const y = kernels.tensor(ROWS * OUTPUTS)
  const dx = kernels.tensor(ROWS * INPUTS)
  const dWeights = kernels.tensor(INPUTS * OUTPUTS)
  linear(kernels, x, weights, bias, y, ROWS, INPUTS, OUTPUTS, 'tanh')
  linearBackwardInput(kernels, dy, weights, dx, ROWS, INPUTS, OUTPUTS)
  linearBackwardWeights(kernels, x, dy, dWeights, ROWS, INPUTS, OUTPUTS)
  const at = (matrix: Tensor, columns: number) => (i: number, j: number) => matrix.data[i * columns + j]
  const [xAt, wAt, dyAt] = [at(x, INPUTS), at(weights, OUTPUTS), at(dy, OUTPUTS)]
  return Math.max(
    difference(y, OUTPUTS, (i, j) => Math.tanh(sum(INPUTS, (k) => xAt(i, k) * wAt(k, j)) + bias.data[j])),
    difference(dx, INPUTS, (i, j) => sum(OUTPUTS, (k) => dyAt(i, k) * wAt(j, k))),
    difference(dWeights, OUTPUTS, (i, j) => sum(ROWS, (k) => xAt(k, i) * dyAt(k, j))),
  )
}

/** Of log-probabilities and entropies. */
function softmaxError(kernels: Kernels): number {
  const random = Pcg64.fromSeed(2)
  const logits = filled(kernels, ROWS * OUTPUTS, random)
  const logs = kernels.tensor(ROWS * OUTPUTS)
  const entropies = kernels.tensor(ROWS)
  logSoftmax(kernels, logits, logs, entropies, ROWS, OUTPUTS)
  const partition = (i: number) => Math.log(sum(OUTPUTS, (k) => Math.exp(logits.data[i * OUTPUTS + k])))
  const log = (i: number, j: number) => logits.data[i * OUTPUTS + j] - partition(i)
  return Math.max(
    difference(logs, OUTPUTS, log),
    difference(entropies, 1, (i) => -sum(OUTPUTS, (k) => Math.exp(log(i, k)) * log(i, k))),
  )
}

/** Of a first step of Adam, which is the learning rate times the gradient's sign, but for ε. */
function adamError(kernels: Kernels): number {
  const random = Pcg64.fromSeed(3)
  const parameters = filled(kernels, INPUTS, random)
  const gradients = filled(kernels, INPUTS, random)
  const before = Float64Array.from(parameters.data)
  const [first, second] = [kernels.tensor(INPUTS), kernels.tensor(INPUTS)]
  const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-5, step: 1, gradientScale: 1 }
  adam(kernels, parameters, gradients, first, second, INPUTS, options)
  return difference(parameters, 1, (i) => {
    const gradient = gradients.data[i]
    return before[i] - (0.1 * gradient) / (Math.abs(gradient) + 1e-5)
  })
}

const sum = (count: number, term: (k: number) => number) => {
  let total = 0
  for (let k = 0; k < count; k++) total += term(k)
  return total
}

function difference(
  found: Tensor,
  columns: number,
  expected: (row: number, column: number) => number,
): number {
  return found.data.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - expected(Math.floor(i / columns), i % columns))),
    0,
  )
}
