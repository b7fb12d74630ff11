import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'
import { checkUpdate } from './check.ts'
import { scaleFunction } from './scale.ts'
import type { ScaleFunction } from './spec.ts'

/** Verdicts by property. */
const check = (scale: ScaleFunction) =>
  Object.fromEntries(checkUpdate({ ...catalogue.ppo, scale }).map((found) => [found.property, found]))
const failures = (scale: ScaleFunction) =>
  Object.values(check(scale))
    .filter(({ verdict }) => verdict === 'fails')
    .map(({ property }) => property)

const members = Object.values(catalogue)

describe('a point', () => {
  test.each(members.map((member) => [member.name, member] as const))('%s has no failure', (_, member) => {
    expect(checkUpdate(member).filter(({ verdict }) => verdict === 'fails')).toEqual([])
  })

  test('holds what is claimed of it, and no more is said', () => {
    const found = checkUpdate(catalogue.a2c)
    expect(found.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds', 'holds', 'open', 'open'])
    expect(found[0]).toEqual({
      property: 'agreement on-policy',
      statement: 'f(0,0) = 0 and sign f(0,Δr) = sign Δr',
      verdict: 'holds',
      about: '',
    })
  })

  test('is not asked for what is not claimed of it', () => {
    const found = checkUpdate(catalogue.spo).find(({ property }) => property === 'monotone in evidence')
    expect(found).toMatchObject({ verdict: 'open', about: 'not claimed at this point' })
  })
})

describe('a function', () => {
  // The same f without its coordinates: what is claimed of the point and can be asked of a function is found again.
  test.each(members.map((member) => [member.name, member] as const))('%s as a function', (_, member) => {
    const claimed = checkUpdate(member).filter(({ verdict }) => verdict === 'holds')
    const found = failures(scaleFunction(member.scale))
    for (const { property } of claimed)
      if (property !== 'self-limiting') expect(found).not.toContain(property)
    expect(found).not.toContain('finite')
  })

  test('finds the slope of Δo', () => {
    expect(check((x, y) => y - 0.5 * x)['first order']).toMatchObject({ verdict: 'holds', about: 'β = 0.5' })
  })

  test.each<[string, ScaleFunction, string[]]>([
    ['not finite far off', (x, y) => y / (1 + x / 20), ['finite']],
    ['a coin', () => Math.sin(performance.now()), ['a function']],
    ['a push without evidence', (_, y) => y + 0.1, ['agreement on-policy']],
    ['the wrong sign', (_, y) => -y, ['agreement on-policy', 'first order', 'monotone in evidence']],
    ['twice the push', (_, y) => 2 * y, ['first order']],
    ['losses count double', (_, y) => (y < 0 ? 2 * y : y), ['first order']],
    ['pushes on', (x, y) => y + x, ['first order', 'self-limiting']],
    ['more than the ratio', (x, y) => y * Math.exp(2 * x), ['self-limiting']],
    ['falls with the evidence', (_, y) => Math.sin(y), ['monotone in evidence']],
  ])('%s', (_, f, expected) => {
    expect(failures(f)).toEqual(expect.arrayContaining(expected))
  })

  test('says where and what it means', () => {
    const found = check((_, y) => 2 * y)['first order']
    expect(found).toMatchObject({ verdict: 'fails', at: { deltaO: 0 } })
    expect(found.about).toMatch(/^the slope in Δr is 2, not 1/)
  })

  test('tells a push without evidence from a slope', () => {
    expect(failures((_, y) => y + 0.1)).toEqual(['agreement on-policy'])
  })

  test('says of a bound only what it knows', () => {
    expect(check((_, y) => (y > 2 ? Number.NaN : y))['bounded'].about).toBe('f is not finite everywhere')
  })

  test('that throws is told by its name', () => {
    const scale = () => {
      throw new Error('no')
    }
    expect(() => checkUpdate({ ...catalogue.ppo, name: 'mine', scale })).toThrow(
      /^f of update 'mine' throws at deltaO = 0, deltaR = 0: no; it must give a finite number there$/,
    )
  })

  test('says when a push ends, and how large it becomes', () => {
    const clipped = check((x, y) => (y > 0 && x > 0.18 ? 0 : Math.tanh(y)))
    expect(clipped['rest point'].about).toBe('with evidence Δr = 1 the push has ended at Δo = 0.2')
    expect(clipped['bounded']).toMatchObject({ verdict: 'holds', about: '|f| ≤ 1' })
    expect(check((_, y) => y)['bounded'].verdict).toBe('open')
  })

  test('that is only named is asked for', () => {
    expect(() => checkUpdate({ ...catalogue.ppo, name: 'mine', scale: { own: '/x/mine.ts' } })).toThrow(
      "update 'mine' names an f of its own (/x/mine.ts); give the function itself as scale",
    )
  })
})
