import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { deltaO, deltaR, logMeanExp, logNormaliser, pushOf, type Sample, valueError } from './reading.ts'

/** π has moved by 0.25 nats, its output by 3; F(s) = 2.5. */
const sample: Sample = {
  logProb: -0.5,
  behaviourLogProb: -0.75,
  output: 2,
  behaviourOutput: -1,
  advantage: 6,
  lambdaReturn: 10,
}
const halved = <T extends object>(update: T) => ({ ...update, temperature: 2 })

describe('what is read off a sample', () => {
  test('of log-probabilities', () => {
    expect(deltaO(catalogue.ppo, sample)).toBe(0.25)
    expect(deltaR(halved(catalogue.ppo), sample, 0)).toBe(3)
    expect(deltaR(halved(catalogue.ml), sample, 0.5)).toBe(2.5)
  })

  test('of outputs', () => {
    expect(deltaO(catalogue.mse, sample)).toBe(3)
    expect(deltaR(halved(catalogue.mse), sample, 7)).toBe(6)
    expect(deltaR(halved(catalogue.pgpb), sample, 7)).toBe(2.5)
    expect(valueError(halved(catalogue.mse), sample)).toBe(2.5)
  })

  test('is what f is of', () => {
    expect(pushOf(catalogue.a2c)(sample, 0)).toBe(6)
    expect(pushOf(catalogue.mse)(sample, 0)).toBe(11 - 3)
  })
})

describe('log Z', () => {
  const advantages = [Math.log(8), Math.log(2), 9]
  const weights = [0.25, 0.75, 0]

  test('is the logarithm of the weighted mean of e^(A/τ)', () => {
    expect(logNormaliser(catalogue.ml, advantages, weights)).toBeCloseTo(Math.log(2 + 1.5), 14)
    expect(logNormaliser(halved(catalogue.ml), [Math.log(64), Math.log(4)], [0.25, 0.75])).toBeCloseTo(
      Math.log(2 + 1.5),
      14,
    )
    expect(logNormaliser(catalogue.ppo, advantages, weights)).toBe(0)
  })

  test('neither overflows nor underflows, also beside a large value of no weight', () => {
    expect(logMeanExp([1000, 1000], [0.5, 0.5], 1)).toBe(1000)
    expect(logMeanExp([-2000, -2000], [0.5, 0.5], 2)).toBe(-1000)
    expect(logMeanExp([-1000, 1000], [1, 0], 1)).toBe(-1000)
    expect(logMeanExp([Number.NaN, 3], [0, 1], 1)).toBe(3)
  })
})
