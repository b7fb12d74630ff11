/** Backpropagation beside finite differences. */
import { loadKernels } from '../kernels/index.ts'
import { ActorCritic } from '../networks/index.ts'
import { Pcg64 } from '../random/index.ts'
import { type Check, within } from './check.ts'

const ROWS = 5
const OBSERVATION = 6
const OUTPUTS = 3
/** Wide enough for float32 to see a difference. */
const STEP = 1 / 32
const LIMIT = 5e-4

export const networkCheck: Check = {
  name: 'gradients of the networks',
  about: 'Backpropagation through actor and critic, against central differences parameter by parameter.',
  async run() {
    const kernels = await loadKernels({ build: 'simd' })
    const random = Pcg64.fromSeed(1)
    const network = new ActorCritic(
      kernels,
      {
        observationShape: [OBSERVATION],
        convolutions: [],
        outputs: OUTPUTS,
        outputGain: 1,
        critic: true,
        logStd: 0,
        hidden: [8, 7],
        activation: 'tanh',
        layerNorm: true,
        sharedTrunk: true,
        initialisation: 'orthogonal',
        initialLogStd: 0,
      },
      ROWS,
    )
    network.initialise(random)
    const fill = (length: number) => {
      const tensor = kernels.tensor(length)
      for (let i = 0; i < length; i++) tensor.data[i] = random.uniform(-1, 1)
      return tensor
    }
    const x = fill(ROWS * OBSERVATION)
    const dOutputs = fill(ROWS * OUTPUTS)
    const dValues = fill(ROWS)
    /** ⟨dOutputs, outputs⟩ + ⟨dValues, values⟩, whose gradient backward computes. */
    const objective = () => {
      const features = network.features(x, ROWS)
      const outputs = dot(network.outputs(features, ROWS).data, dOutputs.data)
      return outputs + dot(network.values(features, ROWS).data, dValues.data)
    }
    objective()
    network.backward(dOutputs, dValues, ROWS)
    const { values, gradients } = network.parameters
    const expected = Float64Array.from(gradients.data)
    let worst = 0
    for (let i = 0; i < expected.length; i++) {
      const before = values.data[i]
      const at = (value: number) => {
        values.data[i] = value
        return objective()
      }
      const rise = (step: number) => at(before + step) - at(before - step)
      // Of fourth order: what a wide step sees of curvature is taken off again.
      const slope = (8 * rise(STEP) - rise(2 * STEP)) / (12 * STEP)
      values.data[i] = before
      worst = Math.max(worst, Math.abs(slope - expected[i]) / (1 + Math.abs(slope)))
    }
    return within(worst, LIMIT, `${expected.length} parameters, largest error`)
  },
}

const dot = (values: Float32Array, weights: Float32Array) =>
  weights.reduce((sum, weight, i) => sum + weight * values[i], 0)
