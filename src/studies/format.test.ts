import { describe, expect, it } from 'vitest'
import { duration, enumerate, estimateLine, number } from './format.ts'

describe('number', () => {
  it.each([
    [487.123, '487.1'],
    [21.5, '21.50'],
    [1234.5, '1,235'],
    [0.0041234, '0.00412'],
    [-110.25, '−110.3'],
    [0, '0'],
    [-1.5e-9, '−1.50e−9'],
  ])('%d → %s', (value, text) => expect(number(value)).toBe(text))
})

describe('estimateLine', () => {
  it('gives the interval as many decimals as the value', () =>
    expect(estimateLine({ value: 487.12, interval: { low: 5, high: 500 } })).toBe('487.1 [5.0, 500.0]'))
  it('leaves out an interval that is not there', () =>
    expect(estimateLine({ value: 1.5, interval: null })).toBe('1.500'))
  it('has a dash for no estimate', () => expect(estimateLine(null)).toBe('–'))
})

describe('duration', () => {
  it.each([
    [8.44, '8.4 s'],
    [59.97, '1 min 0 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
    [Number.NaN, '–'],
  ])('%d s → %s', (seconds, text) => expect(duration(seconds)).toBe(text))
})

describe('enumerate', () => {
  it('joins with commas and an and', () => expect(enumerate(['a', 'b', 'c'])).toBe('a, b and c'))
})
