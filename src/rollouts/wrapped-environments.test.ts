import { expect, test } from 'vitest'
import { make, register, sizeOf } from '../envs/index.ts'
import { createEnvironments, makerOf } from './index.ts'

test('an id goes with its wrappers wherever it goes: files, threads, those that were registered', async () => {
  const file = 'examples/environments/corridor.ts'
  const corridor = (await makerOf(`${file}?frameStack=2&maxEpisodeSteps=3`))()
  const plain = (await makerOf(file))()
  expect(sizeOf(corridor.observationSpace)).toBe(2 * sizeOf(plain.observationSpace))
  await expect(makerOf(`${file}?frameStak=2`)).rejects.toThrow(
    /unknown option frameStak; did you mean frameStack\?/,
  )
  register('Wrapped-v0', () => make('CartPole-v1'))
  expect(make('Wrapped-v0?frameStack=2').observationSpace).toMatchObject({ shape: [8] })
  const environments = await createEnvironments('CartPole-v1?frameStack=2', 2)
  expect([environments.id, environments.observations.length]).toEqual(['CartPole-v1', 16])
})
