import * as ort from 'onnxruntime-web'
import { expect, test } from 'vitest'
import { box, discrete, multiDiscrete } from '../../envs/index.ts'
import { loadKernels } from '../../kernels/index.ts'
import type { Policy } from '../policy.ts'
import { network, normals, policyOf } from '../testing/policy-of.ts'
import { compareOnnx, type OnnxRuntime } from './compare.ts'
import { toOnnx } from './to-onnx.ts'

ort.env.logLevel = 'error'
const kernels = await loadKernels()
const runtime = ort as unknown as OnnxRuntime
const space = (n: number) => box(-1, 1, [n])
const image = { observationSpace: box(0, 1, [6, 5, 2]) }
const convolutions = [
  { filters: 4, size: 3, stride: 1 },
  { filters: 3, size: 2, stride: 1 },
]

const kinds: Readonly<Record<string, Policy>> = {
  discrete: policyOf(kernels, discrete(3), 64),
  'discrete, normalised': policyOf(kernels, discrete(3), 64, { normaliseObservations: true }),
  'in blocks': policyOf(kernels, multiDiscrete([2, 4, 3]), 64),
  'of switches': policyOf(kernels, { kind: 'multiBinary', n: 3 }, 64),
  'tied, soft': policyOf(kernels, discrete(4), 64, { critic: { tied: 'soft', temperature: 0.3 } }),
  'tied, expected': policyOf(kernels, discrete(4), 64, { critic: { tied: 'expected', temperature: 2 } }),
  'tied, max': policyOf(kernels, discrete(4), 64, { critic: { tied: 'max', temperature: 2 } }),
  'tied, between': policyOf(kernels, discrete(4), 64, { critic: { tied: 0.4, temperature: 2 } }),
  continuous: policyOf(kernels, space(3), 64, {
    normaliseObservations: true,
    network: { ...network, hidden: [16, 8], layerNorm: true, activation: 'silu', initialLogStd: -0.5 },
  }),
  'on a trunk': policyOf(kernels, space(2), 64, {
    network: { ...network, sharedTrunk: true, activation: 'relu' },
  }),
  'of images': policyOf(kernels, discrete(3), 64, {
    ...image,
    network: { ...network, convolutions, activation: 'relu' },
  }),
  'of images, with layer norm': policyOf(kernels, discrete(3), 64, {
    ...image,
    network: { ...network, convolutions: convolutions.map((one) => ({ ...one, layerNorm: true })) },
  }),
  'of images, on a trunk': policyOf(kernels, discrete(3), 64, {
    ...image,
    network: { ...network, convolutions: convolutions.slice(0, 1), sharedTrunk: true, layerNorm: true },
  }),
}

test.each(Object.entries(kinds))('a policy that is %s is the same to onnxruntime', async (_, policy) => {
  const numbers = normals(100 * policy.observationSize).map((x) => 2 * x + 1)
  policy.normalisation.observations?.update(numbers, 100)
  const difference = await compareOnnx(policy, toOnnx(policy), runtime)
  expect(difference.observations).toBe(1000)
  expect(difference.distribution).toBeLessThan(2e-5)
  expect(difference.value).toBeLessThan(2e-4)
  // It can tell policies apart.
  const other = policy.network.parameters.get('actor.head.bias').value.data
  other[0] += 0.1
  const model = toOnnx(policy)
  other[0] -= 0.1
  expect((await compareOnnx(policy, model, runtime, 50)).distribution).toBeGreaterThan(1e-3)
})

test('a policy that only acts has no values', async () => {
  const policy = policyOf(kernels, space(2), 16, { critic: 'none' })
  const difference = await compareOnnx(policy, toOnnx(policy), runtime, 50)
  expect(difference.value).toBeUndefined()
  expect(difference.distribution).toBeLessThan(2e-5)
})

test('actions are the most likely ones, within bounds and masks', async () => {
  const policy = policyOf(kernels, box(-0.1, 0.2, [2]), 8)
  const session = await ort.InferenceSession.create(toOnnx(policy))
  const observation = normals(5 * policy.observationSize)
  const { action } = await session.run({
    observation: new ort.Tensor('float32', observation, [5, policy.observationSize]),
  })
  const rows = [0, 1, 2, 3, 4].map((i) =>
    observation.subarray(i * policy.observationSize, (i + 1) * policy.observationSize),
  )
  const own = policy.actAll(rows, { deterministic: true }).flatMap((one) => Array.from(one as Float32Array))
  for (const [i, value] of own.entries()) expect(Number(action.data[i])).toBeCloseTo(value, 5)
  const chooser = policyOf(kernels, discrete(3), 8)
  const chosen = await (await ort.InferenceSession.create(toOnnx(chooser))).run({
    observation: new ort.Tensor('float32', observation, [5, chooser.observationSize]),
    mask: new ort.Tensor(
      'bool',
      Uint8Array.from({ length: 15 }, (_, i) => (i % 3 === 1 ? 1 : 0)),
      [5, 3],
    ),
  })
  expect(Array.from(chosen['action'].data as BigInt64Array, Number)).toEqual([1, 1, 1, 1, 1])
})
