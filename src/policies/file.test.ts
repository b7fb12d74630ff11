import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { box, discrete, multiDiscrete } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { encodeSafetensors } from '../networks/index.ts'
import { loadPolicy, readPolicy } from './load.ts'
import { network, normals, policyOf, tensorOf } from './testing/policy-of.ts'

const kernels = await loadKernels()

const kinds = {
  discrete: policyOf(kernels, discrete(3), 16),
  tied: policyOf(kernels, discrete(4), 16, { critic: { tied: 'soft', temperature: 0.3 } }),
  'in blocks': policyOf(kernels, multiDiscrete([2, 3]), 16),
  continuous: policyOf(kernels, box(-0.4, 0.4, [2]), 16, {
    normaliseObservations: true,
    normaliseRewards: true,
  }),
  'without bounds': policyOf(kernels, box(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, [1]), 16),
  convolutional: policyOf(kernels, discrete(3), 16, {
    observationSpace: box(0, 1, [4, 4, 2]),
    network: {
      ...network,
      convolutions: [{ filters: 3, size: 3, stride: 1 }],
      layerNorm: true,
      sharedTrunk: true,
    },
  }),
}

test.each(Object.entries(kinds))('a policy that is %s comes back as it was', async (_, policy) => {
  const { observations } = policy.normalisation
  observations?.update(
    normals(50 * policy.observationSize).map((x) => 3 * x + 1),
    50,
  )
  const again = await loadPolicy(policy.toBytes())
  expect(again.spec).toEqual(policy.spec)
  expect(again.normalisation).toEqual(policy.normalisation)
  const seen = Array.from({ length: 20 }, (_, i) =>
    normals(20 * policy.observationSize).subarray(
      i * policy.observationSize,
      (i + 1) * policy.observationSize,
    ),
  )
  expect(again.actAll(seen)).toEqual(policy.actAll(seen))
  expect(again.actAll(seen, { deterministic: true })).toEqual(policy.actAll(seen, { deterministic: true }))
  const inputs = normals(20 * policy.observationSize)
  const values = [policy, again].map((one) => {
    const found = new Float32Array(20)
    one.values(tensorOf(one.kernels, inputs), 20, found, 0)
    return found
  })
  expect(values[1]).toEqual(values[0])
  expect(new Set(values[0]).size).toBeGreaterThan(10)
})

test('without its critic a policy is smaller, and acts as before', async () => {
  const { continuous: policy } = kinds
  const whole = policy.toBytes()
  const bytes = policy.toBytes({ critic: false })
  expect(bytes.length).toBeLessThan(whole.length)
  const again = await loadPolicy(bytes)
  const observation = normals(policy.observationSize)
  const act = { deterministic: true } as const
  expect(again.act(observation, act)).toEqual(policy.act(observation, act))
  const input = tensorOf(again.kernels, observation)
  expect(() => again.values(input, 1, new Float32Array(1), 0)).toThrow('written without its critic')
  // A tied critic is the actor itself, and goes along.
  expect(kinds.tied.toBytes({ critic: false })).toEqual(kinds.tied.toBytes())
})

test('the file tells what it plays, if that was said', async () => {
  expect((await readPolicy(kinds.discrete.toBytes({ env: 'Mine-v0' }))).env).toBe('Mine-v0')
  expect((await readPolicy(kinds.discrete.toBytes())).env).toBeUndefined()
})

test('probabilities heed masks', async () => {
  const policy = await loadPolicy(kinds.discrete.toBytes())
  const inputs = normals(2 * policy.observationSize)
  const [all, masked] = [
    policy.probabilities(inputs),
    policy.probabilities(inputs, Uint8Array.of(1, 1, 1, 1, 0, 1)),
  ]
  expect(masked.subarray(0, 3)).toEqual(all.subarray(0, 3))
  expect(masked[4]).toBe(0)
  expect(masked[3]).toBeCloseTo(all[3] / (all[3] + all[5]), 6)
})

test('a policy comes from whatever holds its bytes', async () => {
  const bytes = kinds.discrete.toBytes()
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/policy' ? 200 : 404
    response.end(bytes)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sources = [
    bytes.buffer,
    new Blob([bytes]),
    await fetch(`${root}/policy`),
    `${root}/policy`,
    new URL(`${root}/policy`),
  ]
  for (const source of sources) expect((await loadPolicy(source)).spec).toEqual(kinds.discrete.spec)
  await expect(loadPolicy(`${root}/other`)).rejects.toThrow(`${root}/other answered with status 404`)
})

test('what is damaged or something else is refused by one line', async () => {
  const bytes = kinds.discrete.toBytes()
  const flipped = bytes.slice()
  flipped[bytes.length - 3] ^= 1
  await expect(loadPolicy(flipped)).rejects.toThrow(/^the checksum does not match: the file is damaged$/)
  await expect(loadPolicy(bytes.subarray(0, 100))).rejects.toThrow(/^not a safetensors file, or cut short/)
  const other = (format: string) => encodeSafetensors({ tensors: {}, metadata: { format } })
  await expect(loadPolicy(other('formscale-checkpoint'))).rejects.toThrow('loadRun')
  await expect(loadPolicy(other('pt'))).rejects.toThrow('not a policy of formscale')
})
