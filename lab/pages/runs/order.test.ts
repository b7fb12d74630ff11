import { expect, test } from 'vitest'
import type { RunLine } from '../../../src/lab-server/runs/messages.ts'
import { conditionOf, grouped, sorted, tellingPaths, textAt } from './order.ts'

const line = (path: string, values: Partial<RunLine>): RunLine => ({
  ...{ path, study: '', env: 'CartPole-v1', update: 'ppo', seed: 1, status: 'finished' },
  ...{ steps: 100, totalSteps: 100, meanReturn: 5, regret: null, seconds: 1, checkpoint: true },
  ...{ settings: {}, repeats: null },
  ...values,
})
const common = { epochs: '4' }
const lines = [
  line('a', { meanReturn: 9, settings: { 'optimiser.learningRate': '0.001', gamma: '0.99' } }),
  line('b', {
    meanReturn: 100,
    steps: 1000,
    settings: { 'optimiser.learningRate': '0.0003', gamma: '0.99' },
  }),
  line('c', {
    meanReturn: null,
    settings: { 'optimiser.learningRate': '0.01', gamma: '0.9', 'update.tau': '2' },
  }),
]
const paths = (runs: readonly RunLine[]) => runs.map(({ path }) => path).join('')

test('sorts by numbers and not by digits, the best first, what has none last', () => {
  expect(paths(sorted(lines, 'score', common))).toBe('bac')
  expect(paths(sorted(lines, 'steps', common))).toBe('bac')
  expect(paths(sorted(lines, 'optimiser.learningRate', common))).toBe('bac')
  expect(paths(sorted(lines, 'update.tau', common))).toBe('cab')
  expect(paths(sorted([line('x', { regret: 0.5 }), line('y', { regret: 0.1 })], 'score', common))).toBe('yx')
})

test('groups by a column or a setting, in the order of the runs', () => {
  expect([...grouped(lines, 'gamma', common)].map(([text, of]) => [text, paths(of)])).toEqual([
    ['0.99', 'ab'],
    ['0.9', 'c'],
  ])
  expect([...grouped(lines, undefined, common).keys()]).toEqual([''])
  expect(textAt(lines[0], 'epochs', common)).toBe('4')
  expect(textAt(lines[0], 'study', common)).toBe('no study')
})

test('tells what differs', () => {
  expect(tellingPaths(lines)).toEqual(['gamma', 'optimiser.learningRate', 'update.tau'])
  expect(tellingPaths(lines.slice(0, 2))).toEqual(['optimiser.learningRate'])
})

test('a condition ends its path at the first =', () => {
  expect(conditionOf('update=ppo+alphaR=-0.5')).toEqual(['update', 'ppo+alphaR=-0.5'])
  expect(conditionOf('epochs=4')).toEqual(['epochs', '4'])
  expect(conditionOf(undefined)).toEqual([])
})
