// Forward and a training step (forward, backward, Adam) of the network of Atari: images of 84×84×4, convolutions of 32 8×8/4,
// 64 4×4/2 and 64 3×3/1, 512 units, six actions and a value. One thread; peers/atari_step.py is its twin.
//
//   npm run build && node bench/atari-step.js --batch 32
//
// Prints JSON: the best and the median milliseconds of processor time of both.

import { parseArgs } from 'node:util'
import { loadKernels } from '../dist/kernels/index.js'
import { ActorCritic } from '../dist/networks/index.js'
import { Adam } from '../dist/optimisers/index.js'
import { Pcg64 } from '../dist/random/index.js'

const { values } = parseArgs({
  options: {
    batch: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    build: { type: 'string' },
  },
})
const batch = Number(values.batch)
const seconds = Number(values.seconds)
const ACTIONS = 6

const kernels = await loadKernels(values.build ? { build: values.build } : {})
const network = new ActorCritic(
  kernels,
  {
    observationShape: [84, 84, 4],
    convolutions: [
      { filters: 32, size: 8, stride: 4 },
      { filters: 64, size: 4, stride: 2 },
      { filters: 64, size: 3, stride: 1 },
    ],
    hidden: [512],
    activation: 'relu',
    layerNorm: false,
    sharedTrunk: true,
    initialisation: 'orthogonal',
    initialLogStd: 0,
    outputs: ACTIONS,
    outputGain: 0.01,
    critic: true,
    logStd: 0,
  },
  batch,
)
const random = Pcg64.fromSeed(1)
network.initialise(random)
const { values: parameters, gradients } = network.parameters
const adam = new Adam(kernels, parameters.length, { beta1: 0.9, beta2: 0.999, epsilon: 1e-5 })
const images = kernels.tensor(batch * 84 * 84 * 4)
images.data.set(Float32Array.from({ length: images.length }, () => random.random()))
const wanted = [ACTIONS, 1].map((size) => Float32Array.from({ length: batch * size }, () => random.normal()))
const [dOutputs, dValues] = wanted.map(({ length }) => kernels.tensor(length))

function forward() {
  const features = network.features(images, batch)
  network.outputs(features, batch)
  network.values(features, batch)
}

function step() {
  forward()
  // The way back overwrites them.
  dOutputs.data.set(wanted[0])
  dValues.data.set(wanted[1])
  network.backward(dOutputs, dValues, batch)
  adam.step(parameters, gradients, 1e-4, 1)
}

/** @param {() => void} run */
function measure(run) {
  for (const end = performance.now() + 300 * seconds; performance.now() < end; ) run()
  const times = []
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  return { best: times[0], median: times[times.length >> 1] }
}

const result = { forward: measure(forward), step: measure(step) }
const mebibytes = kernels.memory.buffer.byteLength / 1024 ** 2
console.log(JSON.stringify({ ...result, build: kernels.build, mebibytes }))
