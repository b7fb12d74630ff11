// Time and rate of each kernel at typical sizes. Argument: build. Prints a table.
import {
  activate,
  activationBackward,
  adam,
  choiceGradient,
  columnSums,
  gatherRows,
  type KernelBuild,
  layerNorm,
  layerNormBackward,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
  logSoftmax,
  sumSquares,
  type Tensor,
} from '../../src/kernels/index.ts'

const kernels = await loadKernels({ build: process.argv[2] as KernelBuild })
const [a, b, c, d, e] = [0, 1, 2, 3, 4].map(() => kernels.tensor(1 << 20))
for (const tensor of [a, b])
  for (let i = 0; i < tensor.length; i++) tensor.data[i] = ((i * 7919) % 1000) / 500 - 1

function best(run: () => void): number {
  let repeats = 1
  let fastest = Number.POSITIVE_INFINITY
  for (const end = performance.now() + 150; performance.now() < end; ) {
    const start = performance.now()
    for (let i = 0; i < repeats; i++) run()
    const each = (performance.now() - start) / repeats
    fastest = Math.min(fastest, each)
    repeats = Math.max(1, Math.min(1e6, Math.round(0.5 / each)))
  }
  return 1000 * fastest
}

function row(name: string, size: string, work: number, unit: string, run: () => void): void {
  const time = best(run)
  console.log(`| ${name} | ${size} | ${time.toFixed(2)} | ${(work / time / 1000).toFixed(2)} ${unit} |`)
}

console.log('| kernel | size | µs | rate |\n| --- | --- | ---: | ---: |')
const shapes = [
  ...[1, 2, 3, 4, 8, 16, 64, 2048].map((rows) => [rows, 64, 64]),
  ...[1, 2, 3, 4, 6, 8].map((outputs) => [64, 64, outputs]),
  ...[3, 4, 8, 17].map((inputs) => [64, inputs, 64]),
  [1, 4, 64],
  [1, 64, 1],
  [8, 256, 256],
  [256, 256, 256],
  [2048, 256, 256],
]
for (const [rows, inputs, outputs] of shapes) {
  const size = `${rows}×${inputs}→${outputs}`
  const flops = 2 * rows * inputs * outputs
  row('linear', size, flops, 'GFLOP/s', () => linear(kernels, a, b, b, c, rows, inputs, outputs, 'none'))
  row('backwardInput', size, flops, 'GFLOP/s', () =>
    linearBackwardInput(kernels, a, b, c, rows, inputs, outputs),
  )
  row('backwardWeights', size, flops, 'GFLOP/s', () =>
    linearBackwardWeights(kernels, a, b, c, rows, inputs, outputs),
  )
}
for (const kind of ['tanh', 'relu', 'silu'] as const) {
  row(kind, '4096', 4096, 'G/s', () => activate(kernels, kind, a, c, 4096))
  row(`${kind}′`, '4096', 4096, 'G/s', () => activationBackward(kernels, kind, a, a, b, d, 4096))
}
const options = { learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-5, step: 10, gradientScale: 1 }
row('adam', '4096', 4096, 'G/s', () => adam(kernels, c, b, d, e, 4096, options))
row('sumSquares', '4096', 4096, 'G/s', () => void sumSquares(kernels, a, 4096))
const indices = kernels.indices(2048)
for (let i = 0; i < 2048; i++) indices.data[i] = (i * 911) % 2048
const zeros = kernels.tensor(2048)
const rowKernels: [string, (rows: number, columns: number, y: Tensor) => void][] = [
  ['columnSums', (rows, columns, y) => columnSums(kernels, a, y, rows, columns)],
  ['logSoftmax', (rows, columns, y) => logSoftmax(kernels, a, y, d, rows, columns)],
  [
    'choiceGradient',
    (rows, columns, y) => {
      const choices = { logs: a, entropies: b, actions: zeros, rows, blocks: 1, columns }
      choiceGradient(kernels, choices, { form: d, entropy: e, logPartition: d }, 1, y)
    },
  ],
  ['layerNorm', (rows, columns, y) => layerNorm(kernels, a, b, b, y, d, e, rows, columns, 1e-5)],
  [
    'layerNormBackward',
    (rows, columns, y) => layerNormBackward(kernels, a, b, d, e, b, y, d, e, rows, columns),
  ],
  ['gatherRows', (rows, columns, y) => gatherRows(kernels, a, indices, y, rows, columns)],
]
for (const [name, run] of rowKernels) {
  for (const [rows, columns] of [
    [64, 2],
    [64, 6],
    [64, 64],
    [1024, 4],
  ]) {
    row(name, `${rows}×${columns}`, rows * columns, 'G/s', () => run(rows, columns, c))
  }
}
