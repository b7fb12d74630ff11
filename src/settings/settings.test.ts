import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemOf } from './issue.ts'
import { keysAt, settingsOf } from './list.ts'
import { flatten, nested, overlay, present, readValue, textAt, valueAt } from './paths.ts'

const schema = z.strictObject({
  seed: z.int().min(0).default(1).describe('where randomness begins'),
  fast: z.boolean().default(false),
  limit: z.number().gt(0).nullable().default(null),
  network: z
    .strictObject({ activation: z.enum(['tanh', 'relu']).default('tanh'), hidden: z.array(z.int()).max(2) })
    .prefault({ hidden: [] }),
  entries: z
    .array(
      z.preprocess(
        (given) => given,
        z.strictObject({
          name: z.string().min(1),
          axes: z.record(
            z.string(),
            z
              .unknown()
              .transform((x) => x)
              .meta({ keys: ['from', 'to'] }),
          ),
        }),
      ),
    )
    .default([]),
})

describe('the list', () => {
  test('has every setting with its meaning and choices, below whatever wraps it', () => {
    const list = settingsOf(schema)
    expect(list.map(({ path }) => path)).toEqual([
      'seed',
      'fast',
      'limit',
      'network.activation',
      'network.hidden',
      'entries',
    ])
    expect(list[0]).toMatchObject({ path: 'seed', about: 'where randomness begins', options: undefined })
    expect(list[1].options).toEqual(['true', 'false'])
    expect(list[3].options).toEqual(['tanh', 'relu'])
  })

  test('knows the keys at a path', () => {
    expect(keysAt(schema, [])).toContain('network')
    expect(keysAt(schema, ['network'])).toEqual(['activation', 'hidden'])
    expect(keysAt(schema, ['entries', 3])).toEqual(['name', 'axes'])
    expect(keysAt(schema, ['entries', 3, 'axes', 'any'])).toEqual(['from', 'to'])
    expect(keysAt(schema, ['seed', 'deeper'])).toEqual([])
  })
})

describe('a problem', () => {
  const problem = (input: unknown) => {
    const { error } = schema.safeParse(input)
    return problemOf(error!, input, schema, { field: 'key', whole: 'the file' })
  }
  test.each<[input: unknown, path: (string | number)[], message: string]>([
    [{ seed: 1.5 }, ['seed'], 'seed is 1.5; it must be a whole number'],
    [{ seed: -1 }, ['seed'], 'seed is -1; it must be at least 0'],
    [{ limit: 0 }, ['limit'], 'limit is 0; it must be more than 0'],
    [{ fast: 'no' }, ['fast'], 'fast is "no"; it must be true or false'],
    [{ network: 3 }, ['network'], 'network is 3; it must be a group of keys'],
    [
      { network: { hidden: [1, 2, 3] } },
      ['network', 'hidden'],
      'network.hidden is [1,2,3]; it must be a list of at most 2',
    ],
    [
      { network: { hidden: [], activation: 'silu' } },
      ['network', 'activation'],
      'network.activation is "silu"; it must be one of tanh, relu',
    ],
    [{ network: {} }, ['network', 'hidden'], 'network.hidden is missing; it must be a list'],
    [
      { network: { hiden: [] } },
      ['network', 'hiden'],
      "unknown key 'network.hiden'; did you mean network.hidden?",
    ],
    [
      { entries: [{ name: '', axes: {} }] },
      ['entries', 0, 'name'],
      'entries.0.name is ""; it must be text of a length of at least 1',
    ],
    [
      { entries: [{ nam: 'a', axes: {} }] },
      ['entries', 0, 'nam'],
      "unknown key 'entries.0.nam'; did you mean entries.0.name?",
    ],
    [{ seed: 'a'.repeat(300) }, ['seed'], `seed is "${'a'.repeat(199)}…; it must be a number`],
    ['text', [], 'the file is "text"; it must be a group of keys'],
    [{ 'see\nd\u009b': 1 }, ['see\nd\u009b'], "unknown key 'see\\nd\\x9b'; did you mean seed?"],
    [{ seed: '\u009b31m' }, ['seed'], 'seed is "\\x9b31m"; it must be a number'],
  ])('%j', (input, path, message) => {
    expect(problem(input)).toEqual({ path, message })
  })
})

describe('paths', () => {
  test('nested and flat say the same', () => {
    const settings = nested({
      'optimiser.learningRate': 1,
      optimiser: { kind: 'sgd' },
      network: { hidden: [1] },
    })
    expect(settings).toEqual({ optimiser: { learningRate: 1, kind: 'sgd' }, network: { hidden: [1] } })
    expect([...flatten(settings)]).toEqual([
      ['optimiser.learningRate', '1'],
      ['optimiser.kind', 'sgd'],
      ['network.hidden', '[1]'],
    ])
    expect(textAt(settings, 'optimiser.kind')).toBe('sgd')
    expect(valueAt(settings, ['network', 'hidden', 0])).toBe(1)
    expect(valueAt(null, ['network'])).toBeUndefined()
  })

  test('a layer over another goes folder by folder and leaves both as they were', () => {
    const below = { a: { b: 1, c: [1, 2] }, d: null }
    expect(overlay(below, { a: { c: [3] }, d: { e: 1 } })).toEqual({ a: { b: 1, c: [3] }, d: { e: 1 } })
    expect(below).toEqual({ a: { b: 1, c: [1, 2] }, d: null })
    expect(present({ a: undefined, b: null })).toEqual({ b: null })
  })

  test.each([
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['Infinity', Infinity],
    ['[1, 2]', [1, 2]],
    ['null', null],
    ['high', 'high'],
    [' ', ' '],
  ])('the text %j is %j', (text, value) => expect(readValue(text)).toEqual(value))
})
