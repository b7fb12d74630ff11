import { expect, test } from 'vitest'
import { box, discrete } from '../../../src/envs/index.ts'
import { type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { type Diagnostic, hintOf } from './hints.ts'
import { History } from './history.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const row = (values: Partial<Metrics>) => ({ learningRate: 2.5e-4, ...values }) as Metrics
const tone = (diagnostic: Diagnostic, values: Partial<Metrics>, space = discrete(4), settings = config) =>
  hintOf(diagnostic, new History([row(values)]), settings, space).tone

test('each diagnostic has a word for what is well and what is not', () => {
  expect(tone('approxKl', { approxKl: 0.005 })).toBe('good')
  expect(tone('approxKl', { approxKl: 0.06 })).toBe('caution')
  expect(tone('approxKl', { approxKl: 3 })).toBe('bad')
  expect(tone('approxKl', { approxKl: 0 })).toBe('idle')
  expect(tone('clipFraction', { clipFraction: 0.1 })).toBe('good')
  expect(tone('clipFraction', { clipFraction: 0.6 })).toBe('caution')
  expect(tone('clipFraction', { clipFraction: 0 })).toBe('idle')
  const a2c = resolveConfig({ env: 'CartPole-v1', update: 'a2c' })
  expect(tone('clipFraction', { clipFraction: 0.1 }, discrete(2), a2c)).toBe('idle')
  expect(tone('entropy', { entropy: Math.log(4) })).toBe('idle')
  expect(tone('entropy', { entropy: 0.5 * Math.log(4) })).toBe('good')
  expect(tone('entropy', { entropy: 0.001 })).toBe('caution')
  expect(hintOf('entropy', new History([row({ entropy: -9 })]), config, box(-1, 1, [3])).tone).toBe('caution')
  expect(tone('explainedVariance', { explainedVariance: 0.9 })).toBe('good')
  expect(tone('explainedVariance', { explainedVariance: 0.1 })).toBe('caution')
  expect(tone('explainedVariance', { explainedVariance: -1 })).toBe('bad')
  expect(tone('explainedVariance', { explainedVariance: null })).toBe('idle')
})

test('a hint knows how the run came there', () => {
  const late = row({ approxKl: 1e-6, learningRate: 0.05 * 2.5e-4 })
  expect(hintOf('approxKl', new History([late]), config, discrete(2)).text).toContain(
    'fade out with the learning rate',
  )
  const rows = [
    row({ explainedVariance: 0.95 }),
    ...Array.from({ length: 10 }, () => row({ explainedVariance: 0 })),
  ]
  expect(hintOf('explainedVariance', new History(rows), config, discrete(2)).tone).toBe('idle')
  expect(hintOf('approxKl', new History(), config, discrete(2)).text).toBe('No update yet.')
})

/** A run of many rows, of which the last has these values. */
const run = (returns: readonly number[], values: Partial<Metrics>) =>
  new History(returns.map((meanReturn, i) => row({ meanReturn, episodes: 20 * i, ...values })))
const rising = Array.from({ length: 40 }, (_, i) => 20 + 12 * i)
const certain = { entropy: 0.001, approxKl: 1e-6, explainedVariance: -0.4 }

test('success: certainty is as it should be, and a critic may know nothing', () => {
  const history = run([...rising, ...Array(20).fill(500)], certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, history, config, discrete(2))
  expect(of('meanReturn')).toEqual({ tone: 'good', text: 'The environment counts as solved from 475.' })
  expect(of('entropy').tone).toBe('good')
  expect(of('explainedVariance').tone).toBe('idle')
  expect(of('approxKl').text).toContain('solved')
})

test('a collapse: certainty and a fall of the return', () => {
  const history = run([...rising, ...Array(20).fill(30)], certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, history, config, discrete(2))
  expect(of('meanReturn').tone).toBe('bad')
  expect(of('entropy')).toMatchObject({ tone: 'bad', text: expect.stringContaining('collapse') })
  expect(of('explainedVariance').tone).toBe('bad')
})

test('the goal was never reached: updates have nothing to go by', () => {
  const mountain = resolveConfig({ env: 'MountainCar-v0' })
  const history = run(Array(30).fill(-200), certain)
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, history, mountain, discrete(3))
  expect(of('meanReturn')).toMatchObject({ tone: 'caution', text: expect.stringContaining('never reached') })
  expect(of('entropy').tone).toBe('bad')
  expect(of('approxKl')).toMatchObject({ tone: 'caution', text: expect.stringContaining('nothing to go by') })
  expect(of('explainedVariance').tone).toBe('idle')
})

test('a policy that ran away is never told to take larger steps', () => {
  const still = { approxKl: 1e-9, clipFraction: 0, entropy: 0.001 }
  const of = (history: History, diagnostic: Diagnostic) =>
    hintOf(diagnostic, history, config, discrete(2)).text
  // It fell, with a KL of 1,000, from what it had gained; it fell before it had gained anything; it only lost its way.
  const wild = row({ meanReturn: 480, episodes: 900, approxKl: 1000 })
  const fallen = new History([
    ...rising.map((meanReturn, i) => row({ meanReturn, episodes: 20 * i, approxKl: 0.01 })),
    wild,
    ...Array.from({ length: 30 }, (_, i) => row({ meanReturn: 9.3, episodes: 901 + i, ...still })),
  ])
  const early = run(Array(40).fill(20), still)
  const lost = new History([wild, ...Array.from({ length: 30 }, () => row({ ...still, entropy: 0.4 }))])
  for (const diagnostic of ['approxKl', 'clipFraction'] as const) {
    expect(of(fallen, diagnostic)).toContain('after a collapse')
    expect(of(early, diagnostic)).toContain('nothing to go by')
    expect(of(lost, diagnostic)).toContain('a KL of 1000')
    for (const history of [fallen, early, lost])
      expect(of(history, diagnostic)).not.toMatch(/higher learning rate|steps could be larger/)
  }
  expect(of(run([...rising, 300], still), 'approxKl')).toContain('certain of its actions')
})

test('a bandit that is solved by its exact regret', () => {
  const bandit = resolveConfig({ env: 'Bandit-v0' })
  const rows = [0.5, 0.2, 0.01].map((regret, i) =>
    row({ meanReturn: 1 - regret, episodes: 64 * i, regret, approxKl: 1e-6, clipFraction: 0, entropy: 0.01 }),
  )
  const of = (diagnostic: Diagnostic) => hintOf(diagnostic, new History(rows), bandit, discrete(3))
  expect(of('meanReturn')).toEqual({ tone: 'good', text: expect.stringContaining('regret, 0.01 is left') })
  expect(of('approxKl')).toMatchObject({ tone: 'idle', text: expect.stringContaining('solved') })
  expect(of('entropy').tone).toBe('good')
})

test.each([
  [{ data: 'log' }, 'a log, collected before the first update (uniform)'],
  [{ behaviour: { kind: 'epsilon-greedy' } }, 'another policy (epsilon-greedy)'],
] as const)('ratios to data of others, %o, are no steps', (settings, who) => {
  const off = resolveConfig({ env: 'CartPole-v1', ...settings })
  for (const value of [1e-6, 0.01, 3]) {
    const history = new History([row({ approxKl: value, clipFraction: Math.min(1, value) })])
    for (const diagnostic of ['approxKl', 'clipFraction'] as const) {
      const { tone, text } = hintOf(diagnostic, history, off, discrete(2))
      expect(tone).toBe('idle')
      expect(text).toContain(who)
    }
  }
})
