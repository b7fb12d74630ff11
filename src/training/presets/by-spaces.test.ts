import { expect, test } from 'vitest'
import { box, type Space } from '../../envs/index.ts'
import { resolveConfig } from '../config.ts'
import { settingsBySpaces } from './by-spaces.ts'

const discrete: Space = { kind: 'discrete', n: 3 }
const force = box(-1, 1, [2])

const bySpaces = (observationSpace: Space, actionSpace: Space) => {
  const { kinds, settings } = settingsBySpaces({ observationSpace, actionSpace })
  return { kinds, config: resolveConfig({ env: 'any', ...settings }) }
}

test('vectors and discrete actions have the defaults', () => {
  const { kinds, config } = bySpaces(box(-1, 1, [4]), discrete)
  expect(kinds).toEqual([])
  expect(config).toEqual(resolveConfig({ env: 'any' }))
})

test('continuous actions have normalisation, rollouts of 2,048 steps and no entropy bonus', () => {
  const { kinds, config } = bySpaces(box(-1, 1, [4]), force)
  expect(kinds).toEqual(['continuous actions'])
  expect(config.numEnvs * config.rolloutSteps).toBe(2048)
  expect(config).toMatchObject({
    normaliseObservations: true,
    normaliseRewards: true,
    entropyCoefficient: 0,
    network: { convolutions: [] },
  })
})

test.each([
  [[10, 10, 4], [3]],
  [[3, 8, 1], [3]],
  [
    [84, 84, 4],
    [8, 4, 3],
  ],
])('images of %j have convolutions of %j', (shape, sizes) => {
  const { kinds, config } = bySpaces(box(0, 1, shape), discrete)
  expect(kinds).toEqual(['images'])
  expect(config.network.convolutions.map(({ size }) => size)).toEqual(sizes)
})

test('pictures are normalised unless they are from 0 to 1 already', () => {
  expect(bySpaces(box(0, 1, [84, 84, 4]), discrete).config.normaliseObservations).toBe(false)
  expect(bySpaces(box(0, 255, [84, 84, 4]), discrete).config.normaliseObservations).toBe(true)
})

test('images too small for a window have none', () => {
  expect(bySpaces(box(0, 1, [2, 9, 1]), discrete).kinds).toEqual([])
})

test('images and continuous actions have both', () => {
  const { kinds, config } = bySpaces(box(0, 255, [96, 96, 3]), force)
  expect(kinds).toEqual(['images', 'continuous actions'])
  expect(config.network.convolutions).toHaveLength(3)
  expect(config).toMatchObject({ normaliseRewards: true, entropyCoefficient: 0 })
})
