import { expect, test } from 'vitest'
import { linkTo, parsePlace } from './place.ts'

test.each([
  ['#/explore', 'explore', {}],
  ['#/explore?a=ppo,beta:0.5&at=-0.2,1', 'explore', { a: 'ppo,beta:0.5', at: '-0.2,1' }],
  ['#/', '', {}],
])('%s is read and written', (fragment, page, query) => {
  expect(parsePlace(fragment)).toEqual({ page, query })
  expect(linkTo(page, query)).toBe(fragment)
})

test('anything can stand in a link, and a broken one still opens', () => {
  const query = { 'a b': 'x&y=z?#%', env: 'MinAtar/Breakout-v1' }
  expect(parsePlace(linkTo('train', query))).toEqual({ page: 'train', query })
  expect(linkTo('train', { env: 'MinAtar/Breakout-v1' })).toBe('#/train?env=MinAtar/Breakout-v1')
  expect(parsePlace('#/train?env=CartPole-v1?frameStack=2').query).toEqual({
    env: 'CartPole-v1?frameStack=2',
  })
  expect(parsePlace('#/explore?a=%&b')).toEqual({ page: 'explore', query: { a: '%', b: '' } })
})
