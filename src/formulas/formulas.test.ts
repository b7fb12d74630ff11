import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogue, resolveAnyUpdate, type ScaleFunction, type Update } from '../updates/index.ts'
import { formulaName, formulaScale, numbersIn } from './index.ts'

const formulaOf = (formula: string, numbers: Record<string, number> = {}): ScaleFunction => {
  const update = resolveAnyUpdate({ ...catalogue.ppo, name: 'mine', scale: { formula, numbers } })
  return formulaScale(update as Update) as ScaleFunction
}

const logits = fc.double({ min: -5, max: 5, noNaN: true })

/** Each formula beside the same function in JavaScript's own words. */
test.each<[string, ScaleFunction]>([
  ['Δr', (_, r) => r],
  ['deltaR - 2*deltaO', (o, r) => r - 2 * o],
  ['ρ*A', (o, r) => Math.exp(o) * r],
  ['rho · advantage', (o, r) => Math.exp(o) * r],
  ['exp(Δo) * (Δr - k*tanh(Δo))', (o, r) => Math.exp(o) * (r - 0.5 * Math.tanh(o))],
  ['min(ρ, 1.2) * Δr', (o, r) => Math.min(Math.exp(o), 1.2) * r],
  ['clip(ρ, 1 - k, 1 + k) × Δr', (o, r) => Math.min(1.5, Math.max(0.5, Math.exp(o))) * r],
  ['Δr > 0 && ρ ≥ 1.2 || Δr < 0 && ρ <= 0.8 ? 0 : ρ * Δr', ppoClip],
  ['-Δo^2', (o) => -(o ** 2)],
  ['(-Δo)^2', (o) => o ** 2],
  ['−(Δo)^2', (o) => -(o ** 2)],
  ['--Δo^2', (o) => o ** 2],
  ['2^-Δo^2', (o) => 2 ** -(o ** 2)],
  ['exp(-Δo^2/(4*k))*Δr', (o, r) => Math.exp(-(o ** 2) / 2) * r],
  ['2^3^2 * Δr - Δo - 1 - 1', (o, r) => 512 * r - o - 2],
  [
    'sign(Δr) * sqrt(abs(Δr)) + log(1 + ρ)',
    (o, r) => Math.sign(r) * Math.sqrt(Math.abs(r)) + Math.log(1 + Math.exp(o)),
  ],
  ['sigmoid(Δr) - softplus(Δo)', (o, r) => 1 / (1 + Math.exp(-r)) - Math.log(1 + Math.exp(o))],
  ['expm1(Δr) + atan(Δo)', (o, r) => Math.expm1(r) + Math.atan(o)],
  ['!(Δo == 0) * max(Δr, 0, -1)', (o, r) => Number(o !== 0) * Math.max(r, 0)],
  ['Δo != 0 ? 1 : +Δr', (o, r) => (o !== 0 ? 1 : r)],
])('%s', (formula, f) => {
  const typed = formulaOf(formula, { k: 0.5 })
  fc.assert(
    fc.property(logits, logits, (o, r) => {
      expect(typed(o, r)).toBeCloseTo(f(o, r), 10)
    }),
  )
})

function ppoClip(o: number, r: number): number {
  const ratio = Math.exp(o)
  return (r > 0 && ratio >= 1.2) || (r < 0 && ratio <= 0.8) ? 0 : ratio * r
}

test('exponentials have no overflow', () => {
  expect(formulaOf('exp(Δr)*ρ')(1000, 1000)).toBeCloseTo(Math.exp(40), -10)
})

test('what a formula is of no other update', () => {
  expect(formulaScale(catalogue.ppo)).toBeUndefined()
})

test('the numbers that it names are found', () => {
  expect(numbersIn('b * Δo + (a > 0 ? b : c1) * exp(ε)')).toEqual(['b', 'a', 'c1', 'ε'])
})

test('a name is the formula, of at most 60 characters, and another of another formula', () => {
  expect(formulaName('ρ * Δr')).toBe('f=ρ*Δr')
  const [one, other] = [`${'Δo + '.repeat(30)}1`, `${'Δo + '.repeat(30)}2`].map(formulaName)
  expect(one).toHaveLength(60)
  expect(one).not.toBe(other)
})

describe('what is no formula', () => {
  test.each([
    ['', 'is empty'],
    ['exp(Δo', 'is not understood after "exp(Δo"'],
    ['Δr * (Δo + ', 'is not understood after'],
    ['2^(Δo # 1)', 'is not understood after "2^(Δo"'],
    ['2 Δo', 'two expressions side by side; write * between factors'],
    ['Δr, Δo', 'two expressions side by side'],
    ['beta * Δo', 'names beta, which is neither Δo, Δr, ρ nor A and has no value'],
    ['constructor', 'names constructor, which is neither'],
    ['this', 'numbers, names, functions and operators only'],
    ['sinh(Δo)', 'calls sinh; the functions are exp, expm1, log'],
    ['constructor(1)', 'calls constructor; the functions are'],
    ['exp.constructor("return 1")()', 'calls what is no function'],
    ['Δo.constructor', 'numbers, names, functions and operators only'],
    ['Δo["constructor"]', 'numbers, names, functions and operators only'],
    ['[Δo]', 'numbers, names, functions and operators only'],
    ['"text"', 'the formula has "text"'],
    ['true', 'the formula has true'],
    ['1e999', 'the formula has 1e999'],
    ['Δo | 1', 'has |, which is no operator'],
    ['~Δo', 'has ~, which is no operator'],
    ['exp', 'names exp without its parentheses'],
    ['exp(1, 2)', 'gives exp 2 numbers; it takes 1'],
    ['min()', 'gives min 0 numbers; it takes 1 to 8'],
    ['clip(Δo, 1)', 'gives clip 2 numbers; it takes 3'],
    [`${'('.repeat(100)}Δo${')'.repeat(100)}`, 'more than 60 levels deep'],
    [`${'-'.repeat(200)}Δo`, 'more than 60 levels deep'],
  ])('%s', (formula, message) => {
    expect(() => formulaOf(formula)).toThrow(RangeError)
    expect(() => formulaOf(formula)).toThrow(`update.scale.formula: `)
    expect(() => formulaOf(formula)).toThrow(message)
  })

  test('whatever is typed, it is a function or one line', () => {
    const pieces = fc.constantFrom(
      'Δo',
      'Δr',
      'exp(',
      'min(',
      '(',
      ')',
      ',',
      '-',
      '^',
      '*',
      '?',
      ':',
      ' ',
      '1',
      '.',
      'k',
      '"',
      '[',
      ']',
      '`',
      '{',
      '=>',
      ';',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
        ),
        (text) => {
          try {
            expect(typeof formulaOf(text, { k: 2 })(0.5, 1)).toBe('number')
          } catch (error) {
            expect((error as Error).message).toMatch(/^update\.scale\.formula: .*$/)
          }
        },
      ),
    )
  })
})
