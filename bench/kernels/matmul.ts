// One matrix product on the kernels, for the ratio to matmul.c. Arguments: build, n, seconds. Prints JSON in GFLOP/s.
import {
  type KernelBuild,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
} from '../../src/kernels/index.ts'

const [build, n, seconds] = [
  process.argv[2] as KernelBuild,
  Number(process.argv[3] ?? 256),
  Number(process.argv[4] ?? 0.5),
]
const kernels = await loadKernels({ build })
const [a, b, c] = [0, 1, 2].map(() => kernels.tensor(n * n))
for (const tensor of [a, b])
  for (let i = 0; i < tensor.length; i++) tensor.data[i] = ((i * 7919) % 1000) / 1000 - 0.5

const flops = 2 * n ** 3
const batch = Math.ceil(4e7 / flops)
function measure(multiply: () => void): { best: number; median: number } {
  const warm = performance.now() + 300
  while (performance.now() < warm) multiply()
  const rates: number[] = []
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const start = performance.now()
    for (let i = 0; i < batch; i++) multiply()
    rates.push((flops * batch) / (performance.now() - start) / 1e6)
  }
  rates.sort((x, y) => y - x)
  return { best: rates[0], median: rates[rates.length >> 1] }
}

console.log(
  JSON.stringify({
    forward: measure(() => linear(kernels, a, b, null, c, n, n, n, 'none')),
    backwardInput: measure(() => linearBackwardInput(kernels, a, b, c, n, n, n)),
    backwardWeights: measure(() => linearBackwardWeights(kernels, a, b, c, n, n, n)),
  }),
)
