import { expect, test } from 'vitest'
import { type ConfigInput, resolveConfig } from '../../../src/training/index.ts'
import { isSame, namesOf, tellingPaths } from './names.ts'

const of = (...inputs: Partial<ConfigInput>[]) =>
  inputs.map((input) => resolveConfig({ env: 'CartPole-v1', ...input }))

test('a run is called by its update, and by what differs where the update does not', () => {
  expect(namesOf(of({}, { update: 'spo' }))).toEqual(['ppo', 'spo'])
  expect(namesOf(of({}, { epochs: 7 }))).toEqual(['ppo (epochs=4)', 'ppo (epochs=7)'])
  expect(namesOf(of({}, { seed: 2 }, { update: 'spo' }))).toEqual(['ppo, seed 1', 'ppo, seed 2', 'spo'])
  expect(namesOf(of({}, {}, {}))).toEqual(['ppo', 'ppo #2', 'ppo #3'])
})

test('what differs is named by its path, and the same is the same', () => {
  const [a, b, c] = of({}, { epochs: 7, seed: 2 }, { checkpointEvery: 3 })
  expect([...tellingPaths([a, b])].sort()).toEqual(['epochs', 'seed'])
  expect(isSame(a, c)).toBe(true)
  expect(isSame(a, b)).toBe(false)
})
