import { expect, test } from 'vitest'
import { tuned } from '../training/index.ts'
import { train } from './train.ts'

test('tuned settings solve CartPole', async () => {
  const { result } = await train({
    env: 'CartPole-v1',
    ...tuned('CartPole-v1'),
    seed: 3,
    deterministic: true,
  })
  expect(result.steps).toBeGreaterThanOrEqual(100_000)
  expect(result.meanReturn).toBeGreaterThan(475)
})
