import { expect, test } from 'vitest'
import { plainScale } from './spec.ts'
import { numberText, robustText, trustCases, trustCasesOfZ, trustText, weightCases } from './text.ts'

test('numbers and parts in words', () => {
  expect(numberText(0.2)).toBe('0.2')
  expect(numberText(Number.POSITIVE_INFINITY)).toBe('none')
  expect(numberText({ up: 1.2, down: Number.POSITIVE_INFINITY })).toBe('1.2↑ none↓')
  expect(trustText({ kind: 'none' })).toBe('none')
  expect(trustText({ kind: 'clip', low: 0.2, high: 0.28 })).toBe('clip 0.2/0.28')
  expect(trustText({ kind: 'clip', low: 0.2, high: 0.2, dual: 3, outside: { up: 0.5, down: 0 } })).toBe(
    'clip 0.2/0.2 dual 3 outside 0.5↑ 0↓',
  )
  expect(robustText({ kind: 'huber', kappa: 2 }, (value) => value.toFixed(1))).toBe('huber 2.0')
})

test('what a formula of T calls z', () => {
  expect(trustCasesOfZ({ kind: 'soft', sharpness: 4 }, String)).toEqual([])
  expect(trustCasesOfZ({ kind: 'redescending', epsilon: 0.2 }, String)).toEqual([
    ['2^{(ρ − 1)/0.2 − 1}', 'u > 0'],
    ['2^{−(ρ − 1)/0.2 − 1}', 'u < 0'],
  ])
})

test('T as cases, said once where both signs have the same', () => {
  expect(trustCases({ kind: 'soft', sharpness: 4 }, String)).toEqual([['sech²(2·(ρ − 1))']])
  expect(trustCases({ kind: 'linear', epsilon: { up: 1, down: 0.5 } }, String)).toEqual([
    ['1 − (ρ − 1)/1', 'u > 0'],
    ['1 + (ρ − 1)/0.5', 'u < 0'],
  ])
  expect(trustCases({ kind: 'clip', low: 0.5, high: 0.25, dual: 3, outside: -0.5 }, String)).toEqual([
    ['-0.5', 'u > 0 and ρ > 1.25'],
    ['-0.5', 'u < 0 and ρ < 0.5'],
    ['-0.5', 'u < 0 and ρ > 3'],
    ['1'],
  ])
})

test('W as cases, without what never binds', () => {
  const cases = (params: object) => weightCases({ ...plainScale, ...params }, String)
  expect(cases({})).toEqual([['1']])
  expect(cases({ omega: 1 })).toEqual([['e^{Δo}']])
  expect(cases({ omega: 0.5, floor: 0.8, cap: 1.2 })).toEqual([['clamp(e^{0.5·Δo}, 0.8, 1.2)']])
  expect(
    cases({ omega: { up: -1, down: 1 }, floor: { up: 0.8, down: 0 }, cap: { up: 1 / 0, down: 2 } }),
  ).toEqual([
    ['max(e^{−Δo}, 0.8)', 'u > 0'],
    ['min(e^{Δo}, 2)', 'u < 0'],
  ])
})
