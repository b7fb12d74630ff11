import { describe, expect, it } from 'vitest'
import { type Activation, activate, activationBackward } from '../index.ts'
import { describeBuilds } from '../testing/builds.ts'
import * as reference from '../testing/reference.ts'
import { expectWithin, UNIT, values } from '../testing/values.ts'

describeBuilds(({ kernels, memory, forShapes }) => {
  describe('activations', () => {
    const kinds = ['tanh', 'relu', 'silu'] as const
    // Exponents from denormal-adjacent to overflow of exp, both signs, and the middle finely.
    const fine = Array.from({ length: 40_001 }, (_, i) => (i - 20_000) / 1000)
    const coarse = Array.from({ length: 600 }, (_, i) => 1.4 ** (i / 2 - 250) * (i % 2 === 0 ? 1 : -1))
    const inputs = Float32Array.from([...fine, ...coarse.filter((value) => Math.abs(value) < 80), 0, -0])

    it.each(kinds)('%s is accurate to a few float32 ulp', (kind) => {
      const x = memory.take(inputs)
      const y = memory.take(inputs.length)
      activate(kernels, kind, x, y, inputs.length)
      // An ulp is up to 2 units of the value.
      const expected = Array.from(inputs, reference.activations[kind])
      const ulps = { tanh: 7, relu: 0, silu: 4 }[kind]
      expectWithin(y.data, expected, (i) => 2 * ulps * UNIT * Math.abs(expected[i]) + 1e-44)
      expect(memory.damage()).toBe(0)
    })

    it.each(kinds)('the slope of %s is accurate, also in place', (kind) => {
      const x = memory.take(inputs)
      const y = memory.take(inputs.length)
      const dy = memory.take(inputs.map((_, i) => (i % 5) - 2))
      activate(kernels, kind, x, y, inputs.length)
      const upstream = dy.data.slice()
      activationBackward(kernels, kind, x, y, dy, dy, inputs.length)
      // tanh′ = 1 − y² loses digits where y nears 1: the error is relative to 1, twice that of y.
      const expected = Array.from(inputs, (value, i) => upstream[i] * reference.slopes[kind](value))
      expectWithin(dy.data, expected, (i) => 32 * UNIT * Math.abs(upstream[i]) + 1e-44)
      expect(memory.damage()).toBe(0)
    })

    it.each([
      [
        'tanh',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 9.5, -9.5],
        [1, -1, 1, -1, 1, -1],
      ],
      [
        'relu',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38],
        [Number.POSITIVE_INFINITY, 0, Math.fround(3e38), 0],
      ],
      [
        'silu',
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38],
        [Number.POSITIVE_INFINITY, -0, Math.fround(3e38), -0],
      ],
    ] as const)('%s has the right limits', (kind, inputs, outputs) => {
      const x = memory.take(inputs)
      const y = memory.take(inputs.length)
      activate(kernels, kind, x, y, inputs.length)
      expect([...y.data]).toEqual(outputs)
      const dy = memory.take(inputs.map(() => 1))
      activationBackward(kernels, kind, x, y, dy, dy, inputs.length)
      const slope = kind === 'tanh' ? () => 0 : (value: number) => (value > 0 ? 1 : 0)
      expectWithin(dy.data, inputs.map(slope), () => 1e-30)
    })

    it.each(kinds)('%s never exceeds its range near saturation and keeps NaN', (kind) => {
      const x = memory.take([Number.NaN, 1, Number.NaN, 2, Number.NaN])
      const y = memory.take(5)
      activate(kernels, kind, x, y, 5)
      expect([...y.data].map(Number.isNaN)).toEqual([true, false, true, false, true])
      const dy = memory.take([1, Number.NaN, 1, 1, 1])
      activationBackward(kernels, kind, x, y, dy, dy, 5)
      const spoilt = kind === 'relu' ? [false, true, false, false, false] : [true, true, true, false, true]
      expect([...dy.data].map(Number.isNaN)).toEqual(spoilt)
    })

    it('takes any length', () => {
      forShapes((rows, columns, _, seed) => {
        const length = rows * columns
        const x = memory.take(values(seed, length))
        const y = memory.take(length)
        activate(kernels, 'silu', x, y, length)
        expectWithin(y.data, Array.from(x.data, reference.activations.silu), () => 16 * UNIT)
      })
    })
  })
})

it('activation names cover the codes', () => {
  const all: Activation[] = ['none', 'tanh', 'relu', 'silu']
  expect(Object.keys(reference.activations)).toEqual(all)
})
