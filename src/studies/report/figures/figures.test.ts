import { describe, expect, it } from 'vitest'
import { figureNames, parameterName, shorten, withSymbols } from '../names.ts'
import { logAxis, tick } from './axes.ts'
import { csv } from './csv.ts'
import { spread } from './lines.ts'
import { escapeText } from './svg.ts'

describe('spread', () => {
  it('leaves labels that are far enough apart', () => expect(spread([50, 10], 15, 0, 100)).toEqual([50, 10]))

  it('moves close ones apart around their middle, in their order', () =>
    expect(spread([52, 48, 50], 15, 0, 100)).toEqual([65, 35, 50]))

  it('keeps them within bounds, pushing neighbours along', () =>
    expect(spread([99, 98, 80], 15, 0, 100)).toEqual([100, 85, 70]))
})

describe('ticks', () => {
  it.each([
    [0.05, '0.05'],
    [450, '450'],
    [50_000, '50k'],
    [2_500_000, '2.5M'],
    [-0.5, '−0.5'],
  ])('%d → %s', (value, text) => expect(tick(value)).toBe(text))

  it('of a logarithmic axis are 1, 2, 5 times powers of ten', () =>
    expect(logAxis([0.04, 0.3], 4)).toEqual({ type: 'log', domain: [0.04, 0.3], ticks: [0.05, 0.1, 0.2] }))

  it('are linear where there are too few of those, or values that are not positive', () => {
    expect(logAxis([0.3, 0.4], 4).type).toBe('linear')
    expect(logAxis([0, 100], 4).type).toBe('linear')
  })
})

describe('names', () => {
  it('have the symbols of the family', () =>
    expect(withSymbols('ppo+alphaR=-0.5 (scale.beta=1, beta1=0.9, learningRate=0.001)')).toBe(
      'ppo αr=−0.5 (scale.β=1, beta1=0.9, lr=0.001)',
    ))
  it('in one figure leave out what all share', () =>
    expect([
      ...figureNames([
        'ppo+alphaR=1+beta=0 (epochs=4)',
        'ppo+alphaR=2+beta=0 (epochs=4)',
        'spo+beta=0 (epochs=4)',
      ]).values(),
    ]).toEqual(['ppo αr=1', 'ppo αr=2', 'spo']))
  it('of parameters keep the folder that tells them apart', () =>
    expect(['alphaR', 'robust.kappa', 'epochs'].map(parameterName)).toEqual(['αr', 'robust.κ', 'epochs']))
})

describe('text', () => {
  it('is escaped for HTML', () =>
    expect(escapeText('<a href="x">&')).toBe('&#60;a href=&#34;x&#34;&#62;&#38;'))
  it('is shortened in its middle', () => expect(shorten('abcdefghij', 7)).toBe('ab…ghij'))
  it('is quoted for CSV where it has to be', () =>
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,"y"', 1],
          ['z', null],
        ],
      ),
    ).toBe('a,b\n"x,""y""",1\nz,\n'))
})
