// A training step (forward, backward, Adam) of a tanh MLP 4→width→width→2 straight on the kernels; peers/mlp_step.py is its
// twin. Arguments: build, batch, width, seconds. Prints JSON: the best and the median milliseconds of a step. With `--parts`, a profile.
import {
  activationBackward,
  adam,
  columnSums,
  type KernelBuild,
  linear,
  linearBackwardInput,
  linearBackwardWeights,
  loadKernels,
} from '../../src/kernels/index.ts'

const [build, batch, width, seconds] = [
  process.argv[2] as KernelBuild,
  Number(process.argv[3]),
  Number(process.argv[4] ?? 64),
  Number(process.argv[5] ?? 1),
]
const kernels = await loadKernels({ build })
const sizes = [4, width, width, 2]
const total = sizes.slice(1).reduce((sum, outputs, i) => sum + (sizes[i] + 1) * outputs, 0)
const [parameters, gradients, m, v] = [0, 1, 2, 3].map(() => kernels.tensor(total))

let state = 1
function uniform(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  return state / 2 ** 31
}

let offset = 0
const layers = sizes.slice(1).map((outputs, i) => {
  const inputs = sizes[i]
  const [weightsAt, biasAt] = [offset, offset + inputs * outputs]
  offset = biasAt + outputs
  const weights = parameters.view(weightsAt, inputs * outputs)
  for (let j = 0; j < weights.length; j++) weights.data[j] = uniform() / Math.sqrt(inputs)
  return {
    inputs,
    outputs,
    weights,
    bias: parameters.view(biasAt, outputs),
    dWeights: gradients.view(weightsAt, inputs * outputs),
    dBias: gradients.view(biasAt, outputs),
    y: kernels.tensor(batch * outputs),
    dy: kernels.tensor(batch * outputs),
    activation: i < sizes.length - 2 ? ('tanh' as const) : ('none' as const),
  }
})
const x = kernels.tensor(batch * 4)
const spare = kernels.tensor(batch * width)
const target = Float32Array.from({ length: batch * 2 }, uniform)
for (let i = 0; i < x.length; i++) x.data[i] = uniform()

function forward(i: number): void {
  const { weights, bias, y, inputs, outputs, activation } = layers[i]
  linear(kernels, i > 0 ? layers[i - 1].y : x, weights, bias, y, batch, inputs, outputs, activation)
}

/** Cotangent of the mean squared error. */
function loss(): void {
  const { y, dy } = layers[layers.length - 1]
  const [values, cotangent] = [y.data, dy.data]
  for (let i = 0; i < values.length; i++) cotangent[i] = (2 / values.length) * (values[i] - target[i])
}

function backward(i: number): void {
  const { weights, dWeights, dBias, y, dy, inputs, outputs, activation } = layers[i]
  if (activation !== 'none') activationBackward(kernels, activation, y, y, dy, dy, batch * outputs)
  linearBackwardWeights(kernels, i > 0 ? layers[i - 1].y : x, dy, dWeights, batch, inputs, outputs)
  columnSums(kernels, dy, dBias, batch, outputs)
  if (i > 0) linearBackwardInput(kernels, dy, weights, layers[i - 1].dy, batch, inputs, outputs)
}

const options = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 0, gradientScale: 1 }
function update(): void {
  options.step++
  adam(kernels, parameters, gradients, m, v, total, options)
}

function step(): void {
  for (let i = 0; i < layers.length; i++) forward(i)
  loss()
  for (let i = layers.length - 1; i >= 0; i--) backward(i)
  update()
}

function measure(run: () => void, duration: number): { best: number; median: number } {
  for (const end = performance.now() + 300 * duration; performance.now() < end; ) run()
  const times: number[] = []
  const repeats = Math.max(1, Math.round(2000 / batch))
  for (const end = performance.now() + 1000 * duration; performance.now() < end; ) {
    const start = performance.now()
    for (let i = 0; i < repeats; i++) run()
    times.push((performance.now() - start) / repeats)
  }
  times.sort((a, b) => a - b)
  return { best: times[0], median: times[times.length >> 1] }
}

const result = measure(step, seconds)
console.log(JSON.stringify(result))
if (process.argv.includes('--parts')) {
  const [first, middle, last] = layers
  const parts: Record<string, () => void> = {
    'forward 4→w tanh': () => forward(0),
    'forward w→w tanh': () => forward(1),
    'forward w→w': () =>
      linear(kernels, first.y, middle.weights, middle.bias, spare, batch, width, width, 'none'),
    'forward w→2': () => forward(2),
    'dW w→2': () => linearBackwardWeights(kernels, middle.y, last.dy, last.dWeights, batch, width, 2),
    'dx w→2': () => linearBackwardInput(kernels, last.dy, last.weights, middle.dy, batch, width, 2),
    'tanh′': () => activationBackward(kernels, 'tanh', middle.y, middle.y, middle.dy, spare, batch * width),
    'dW w→w': () => linearBackwardWeights(kernels, first.y, middle.dy, middle.dWeights, batch, width, width),
    'db w': () => columnSums(kernels, middle.dy, middle.dBias, batch, width),
    'dx w→w': () => linearBackwardInput(kernels, middle.dy, middle.weights, first.dy, batch, width, width),
    'dW 4→w': () => linearBackwardWeights(kernels, x, first.dy, first.dWeights, batch, 4, width),
    loss,
    update,
  }
  for (const [name, run] of Object.entries(parts)) {
    const { best } = measure(run, 0.2)
    console.log(
      `${name.padEnd(20)} ${(best * 1000).toFixed(2)} µs  ${((100 * best) / result.best).toFixed(1)} %`,
    )
  }
}
