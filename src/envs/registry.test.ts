import { expect, test } from 'vitest'
import { about, Bandit2D, CartPole, list, make, prepare, register } from './index.ts'

test('the built-in environments are there', () => {
  expect(list()).toEqual(expect.arrayContaining(['Bandit2D-v0', 'CartPole-v1']))
  expect(make('CartPole-v1')).toBeInstanceOf(CartPole)
  expect(make('Bandit2D-v0')).toBeInstanceOf(Bandit2D)
})

test('options reach the environment', () => {
  expect(make('Bandit2D-v0', { actions: 7 }).actionSpace).toEqual({ kind: 'discrete', n: 7 })
})

test('an id may carry options', () => {
  expect(make('Bandit2D-v0?actions=7').actionSpace).toEqual({ kind: 'discrete', n: 7 })
  expect(make('Bandit2D-v0?actions=7', { actions: 3 }).actionSpace).toEqual({ kind: 'discrete', n: 3 })
  expect(make('Bandit-v0?means=[0,1]&noise=0').actionSpace).toEqual({ kind: 'discrete', n: 2 })
  expect(about('Bandit2D-v0?actions=7')).toBe(about('Bandit2D-v0'))
  expect(() => make('Bandit2D-v0?action=7')).toThrow('unknown option action; did you mean actions?')
  expect(() => make('Bandit2D-v0?actions=many')).toThrow(
    'actions must be an integer from 2 to 16, got "many"',
  )
  expect(() => make('Bandit3D-v0?actions=7')).toThrow(
    'unknown environment Bandit3D-v0; did you mean Bandit2D',
  )
})

test.each([
  ['cartpole', 'unknown environment cartpole; did you mean CartPole-v1? "formscale envs" lists all of them'],
  ['CartPole-v0', 'did you mean CartPole-v1?'],
  ['bandit', 'did you mean Bandit-v0?'],
])('an unknown id, %s, is answered with the nearest one', (id, message) => {
  expect(() => make(id)).toThrow(message)
  expect(() => about(id)).toThrow(message)
})

test('an environment in Python is not an object to be made or registered here', async () => {
  const message = /^gymnasium:CartPole-v1 runs in Python.*use train\(\{ env: 'gymnasium:CartPole-v1' \}\)/
  expect(() => make('gymnasium:CartPole-v1')).toThrow(message)
  await expect(prepare('gymnasium:CartPole-v1')).rejects.toThrow(message)
  expect(() => make('gymnasium:a\nforged line')).toThrow(/^gymnasium:a\\nforged line runs in Python/)
  expect(() => register('gymnasium:Mine-v0', () => new CartPole())).toThrow(
    "register: the id gymnasium:Mine-v0 is Python's",
  )
})

test.each([undefined, null, 5, {}, []])('%o is not an id', (id) => {
  expect(() => make(id as never)).toThrow(/^an environment's id is a string such as CartPole-v1, got /)
  expect(() => register(id as never, () => new CartPole())).toThrow(/^register: the id is /)
})

test('a factory is a function', () => {
  expect(() => register('None-v0', 5 as never)).toThrow(
    /^register: the factory of None-v0 is 5; give a function/,
  )
  expect(list()).not.toContain('None-v0')
})

test.each([
  ['Bandit-v0', 'noise'],
  ['Bandit2D-v0', 'features'],
  ['Chain-v0', 'slip'],
  ['FourRooms-v0', 'slip'],
  ['Garnet-v0', 'mdpSeed'],
  ['MinAtar/Seaquest-v1', 'stickyActionProbability'],
])('%s takes no nonsense as its option %s', (id, option) => {
  for (const value of [-1, Number.NaN, Infinity, null, '0.5', [], {}])
    expect(() => make(id, { [option]: value })).toThrow(
      new RegExp(`^${id}: option ${option} must be an? [^\n]*, got [^\n]*$`),
    )
})

test('an unknown option is refused by name', () => {
  expect(() => make('CartPole-v1', { limit: 5 })).toThrow('CartPole-v1: unknown option limit; did you mean')
  expect(() => make('Bandit2D-v0', { action: 5 })).toThrow('unknown option action; did you mean actions?')
})

test('an environment can be registered once', () => {
  register('Custom-v0', (options) => new Bandit2D(options), 'Registered by a test.')
  expect(list()).toContain('Custom-v0')
  expect(about('Custom-v0')).toBe('Registered by a test.')
  expect(make('Custom-v0', { actions: 3 }).actionSpace).toEqual({ kind: 'discrete', n: 3 })
  expect(() => register('Custom-v0', () => new CartPole())).toThrow('register: the id Custom-v0 is taken')
  expect(() => register('', () => new CartPole())).toThrow('register: the id is empty')
  expect(() => register('Why-v0?', () => new CartPole())).toThrow('register: the id Why-v0? has a ?')
})

test('what an environment needs is prepared when asked for, and only then', async () => {
  const steps: string[] = []
  const load = async () => {
    steps.push('load')
  }
  register('Loaded-v0', () => new CartPole(), '', load)
  expect(steps).toEqual([])
  await prepare('Loaded-v0')
  expect(steps).toEqual(['load'])
  await prepare('CartPole-v1') // needs nothing
  await expect(prepare('cartpole')).rejects.toThrow('unknown environment cartpole; did you mean CartPole-v1?')
})
