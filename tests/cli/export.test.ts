import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as ort from 'onnxruntime-web'
import { expect, test } from 'vitest'
import { loadPolicy } from '../../src/policies/index.ts'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()
ort.env.logLevel = 'error'

test('a policy is exported for pages and for other runtimes', async () => {
  const train = [
    'train',
    '--env',
    'CartPole-v1',
    '--steps',
    '2048',
    '--out',
    'run',
    '--set',
    'normaliseObservations=true',
  ]
  expect((await formscale(folder.path, ...train)).code).toBe(0)
  const { code, stdout } = await formscale(
    folder.path,
    'export',
    'run',
    '--policy',
    'a.policy',
    '--onnx',
    'a.onnx',
  )
  expect(code).toBe(0)
  const [, exponent] =
    stdout.match(/1,000 observations by onnxruntime: .*probabilities at most \d\.\de-(\d)/) ?? []
  expect(Number(exponent)).toBeGreaterThanOrEqual(6)
  const policy = await loadPolicy(readFileSync(join(folder.path, 'a.policy')))
  const session = await ort.InferenceSession.create(readFileSync(join(folder.path, 'a.onnx')))
  const observation = Float32Array.of(0.1, -0.2, 0.03, 0.4)
  const { probabilities } = await session.run({
    observation: new ort.Tensor('float32', observation, [1, 4]),
    mask: new ort.Tensor('bool', Uint8Array.of(1, 1), [1, 2]),
  })
  const expected = policy.probabilities(observation)
  expect(Number(probabilities.data[0])).toBeCloseTo(expected[0], 5)
})
