import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test.each([
  ['clipRage', ['gamma', 'clipRange', 'epochs'], 'clipRange'],
  ['PPO', ['a2c', 'spo', 'ppo'], 'ppo'],
  ['anything', [], undefined],
])('nearest to %s among %j is %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected)
})
