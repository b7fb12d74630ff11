import { describe, expect, test } from 'vitest'
import { ownProperties } from './own-properties.ts'
import type { ScaleFunction } from './spec.ts'

const verdictOf = (name: string, f: ScaleFunction) =>
  ownProperties.find((one) => one.name === name)!.verdict(f)

/** [f in words, f, verdict, where it fails first, words of what it says]. */
type Case = [string, ScaleFunction, 'holds' | 'fails' | 'open', [number, number] | undefined, RegExp]

function each(name: string, cases: Case[]): void {
  describe(name, () => {
    test.each(cases)('%s', (_, f, verdict, at, about) => {
      const found = verdictOf(name, f)
      expect(found.verdict).toBe(verdict)
      expect(found.at).toEqual(at && { deltaO: at[0], deltaR: at[1] })
      expect(found.about).toMatch(about)
    })
  })
}

each('finite', [
  ['as far as training goes', (_, y) => y, 'holds', undefined, /^$/],
  ['not at the furthest move', (x, y) => (x > 19 ? Number.NaN : y), 'fails', [20, 0], /^f is NaN there/],
  ['not back there', (x, y) => (x < -19 ? Number.NaN : y), 'fails', [-20, 0], /^f is NaN there/],
  ['not for large evidence', (_, y) => (y > 999 ? y / 0 : y), 'fails', [0, 1000], /^f is Infinity there/],
  ['only beyond it', (x, y) => (x > 20 || y > 1000 ? Number.NaN : y), 'holds', undefined, /^$/],
])

let calls = 0
each('a function', [
  ['of its arguments', (_, y) => y, 'holds', undefined, /^$/],
  ['also where it is always NaN', () => Number.NaN, 'holds', undefined, /^$/],
  [
    'of how often it was asked',
    (_, y) => (y === 2 ? calls++ : y),
    'fails',
    [0, 2],
    /more than its arguments/,
  ],
])

each('agreement on-policy', [
  ['whatever it is elsewhere', (x, y) => (x === 0 ? y : -y), 'holds', undefined, /^$/],
  ['not without evidence', (_, y) => y + 1e-9, 'fails', [0, 0], /^f pushes where there is no evidence/],
  ['not for what did worse', (_, y) => Math.abs(y), 'fails', [0, -0.001], /^on fresh data/],
  ['not for what did better', (_, y) => (y > 1 ? 0 : y), 'fails', [0, 2], /^on fresh data/],
])

each('first order', [
  ['with a price', (x, y) => y - 0.25 * x, 'holds', undefined, /^β = 0.25$/],
  ['in its second order free', (x, y) => y - x + x * y + y * y - x * x, 'holds', undefined, /^β = 1$/],
  ['up to rounding', (_, y) => (y > 0 ? 1.0005 : 0.9999) * y, 'holds', undefined, /^β = /],
  [
    'bent up',
    (_, y) => (y > 0 ? 1 : 0.5) * y,
    'fails',
    [0, 1e-5],
    /its slope in Δr is 0.5 below and 1 above/,
  ],
  ['bent down', (_, y) => (y < 0 ? 1.002 : 1) * y, 'fails', [0, 1e-5], /^f bends/],
  ['too steep', (_, y) => 1.002 * y, 'fails', [0, 1e-5], /^the slope in Δr is 1, not 1/],
  ['too flat', (_, y) => 0.5 * y, 'fails', [0, 1e-5], /^the slope in Δr is 0.5, not 1/],
  ['beside a constant', (x, y) => 3 + y - x, 'holds', undefined, /^β = 1$/],
  ['pulled unevenly', (x, y) => y - (x > 0 ? 1 : 3) * x, 'fails', [1e-5, 0], /pulls by 1 and 3 per logit/],
  ['pulled from one side', (x, y) => y - (x > 0 ? 1.002 : 1) * x, 'fails', [1e-5, 0], /^without evidence/],
  ['pulled alike', (x, y) => y - (x > 0 ? 1.0005 : 1) * x, 'holds', undefined, /^β = 1$/],
  ['pushed on', (x, y) => y + 0.002 * x, 'fails', [1e-5, 0], /pulls by -0.002 and -0.002/],
  ['pushed on by rounding', (x, y) => y + 0.0005 * x, 'holds', undefined, /^β = -0.0005$/],
])

each('monotone in evidence', [
  ['rising', (x, y) => y - x, 'holds', undefined, /^$/],
  ['level', () => 1, 'holds', undefined, /^$/],
  ['falling by rounding', (_, y) => (y > 1 ? 1 - 1e-9 : 1), 'holds', undefined, /^$/],
  ['falling by rounding, below 0', (_, y) => (y > 1 ? -1 - 1e-9 : -1), 'holds', undefined, /^$/],
  ['falling', (_, y) => (y > 1 ? 1 - 4e-9 : 1), 'fails', [0, 1], /^better evidence gives less/],
  ['falling below 0', (_, y) => (y > -2 ? -3 : -2), 'fails', [0, -2], /^better evidence gives less/],
  ['falling far out', (x, y) => (x > 10 && y > 100 ? 0 : y), 'fails', [20, 100], /^better evidence/],
])

each('self-limiting', [
  ['a push that stays', (_, y) => y, 'holds', undefined, /^$/],
  ['up with the ratio', (x, y) => y * Math.exp(Math.max(0, x)), 'holds', undefined, /^$/],
  [
    'more than the ratio',
    (x, y) => (y > 0 ? y * Math.exp(1.1 * x) : y),
    'fails',
    [0.001, 0.001],
    /runs away$/,
  ],
  ['down, away', (x, y) => (y < 0 ? y * Math.exp(-x) : y), 'fails', [-0.001, -1000], /runs away$/],
  ['late', (x, y) => (y > 0 && x >= 1 ? 20 : y > 0 ? 2 : y), 'fails', [1, 0.001], /^the further the policy/],
  ['rolled back ever harder', (x, y) => (y > 0 ? 1 - x : -1 - x), 'holds', undefined, /^$/],
  ['let go on the way back', (x, y) => (x * y < 0 ? 10 * y : y), 'holds', undefined, /^$/],
  ['without evidence', (x, y) => (y === 0 ? x : y), 'holds', undefined, /^$/],
])

each('rest point', [
  ['none', () => 1, 'open', undefined, /^f never ends a push/],
  ['at a hundredth', (x) => (x < 0.3 ? 2 : 0.02), 'open', undefined, /has ended at Δo = 0.3$/],
  ['not at more than a hundredth', (x) => (x < 0.3 ? 2 : 0.021), 'open', undefined, /^f never ends/],
  ['only beyond what is met', (x) => (x > 20 ? 0 : 1), 'open', undefined, /^f never ends/],
  ['on the way back', (x) => (x < 0 ? 0 : 1), 'open', undefined, /^f never ends/],
])

each('bounded', [
  ['by the evidence up to 100', (_, y) => (Math.abs(y) > 100 ? 0.5 : 1), 'holds', undefined, /^\|f\| ≤ 1$/],
  ['nearly', (_, y) => (Math.abs(y) > 100 ? 1.008 : 1), 'holds', undefined, /^\|f\| ≤ 1.01$/],
  [
    'not',
    (_, y) => (Math.abs(y) > 100 ? 1.02 : 1),
    'open',
    undefined,
    /^f grows with the evidence \(1 at \|Δr\| ≤ 100, 1.02 at 1000\)/,
  ],
  ['not for losses', (_, y) => (y < -100 ? -7 : 1), 'open', undefined, /7 at 1000/],
  ['not for gains', (_, y) => (y > 100 ? 7 : 1), 'open', undefined, /7 at 1000/],
  ['at every move', (x) => Math.abs(x) + 1, 'holds', undefined, /^\|f\| ≤ 6$/],
  ['not finite far off', (_, y) => (y > 100 ? y / 0 : y), 'open', undefined, /^f is not finite everywhere$/],
  ['not finite near', (_, y) => (y === 10 ? Number.NaN : 1), 'open', undefined, /^f is not finite/],
])
