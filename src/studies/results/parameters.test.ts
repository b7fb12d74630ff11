import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../runs/files/index.ts'
import { type ConfigInput, resolveConfig } from '../../training/config.ts'
import { catalogue } from '../../updates/index.ts'
import { groupRuns } from './groups.ts'
import { parameterSpace } from './parameters.ts'

const groups = (...settings: Partial<ConfigInput>[]) =>
  groupRuns(
    settings.map(
      (one): RunRecord => ({
        folder: JSON.stringify(one),
        config: resolveConfig({ env: 'CartPole-v1', ...one }),
        versions: { formscale: '1', node: '20', kernels: 'simd' },
        metrics: [],
        result: null,
      }),
    ),
  )

const point = (alphaR: number, name = `point ${alphaR}`) => ({
  ...catalogue.ppo,
  name,
  scale: { ...catalogue.ppo.scale, alphaR },
})

const parametersOf = (all: ReturnType<typeof groups>) => parameterSpace(all).parameters

describe('parameterSpace', () => {
  it('finds those of the point and those of the run, the most varied first, numbers in order', () => {
    const found = parametersOf(
      groups(
        { update: point(10), optimiser: { learningRate: 0.1 } },
        { update: point(-1), optimiser: { learningRate: 0.01 } },
        { update: point(2), optimiser: { learningRate: 0.01 } },
      ),
    )
    expect(found).toEqual([
      { path: 'update.scale.alphaR', label: 'alphaR', values: ['-1', '2', '10'], numeric: true },
      { path: 'optimiser.learningRate', label: 'learningRate', values: ['0.01', '0.1'], numeric: true },
    ])
  })

  it('tells points apart along one sign of u, along forms, and along numbers that may be left out', () => {
    const varied = [0, 0.5, 1].map((x) => ({
      ...catalogue.ppo,
      name: `point ${x}`,
      form: x,
      scale: {
        ...catalogue.ppo.scale,
        omega: { up: x, down: 1 },
        trust: { kind: 'clip', low: 0.2, high: 0.2, outside: x } as const,
      },
    }))
    const found = parametersOf(groups(...varied.map((update) => ({ update }))))
    expect(found.map(({ path, values, numeric }) => [path, values.join(' '), numeric]).sort()).toEqual([
      ['update.form', '0 0.5 1', true],
      ['update.scale.omega.up', '0 0.5 1', true],
      ['update.scale.trust.outside', '0 0.5 1', true],
    ])
  })

  it('leaves out names, seeds and environments', () =>
    expect(
      parametersOf(groups({ update: point(1, 'a'), seed: 1 }, { update: point(1, 'b'), seed: 2 })),
    ).toEqual([]))

  it('has none for what a point does not have, and for no bound', () => {
    const all = groups({ update: 'ppo' }, { update: 'spo' }, { update: 'cispo' })
    const space = parameterSpace(all)
    const found = space.parameters
    const named = (label: string) => found.find((parameter) => parameter.label === label)!
    expect(named('cap').values).toEqual(['1.2', 'none'])
    expect(named('epsilon').values).toEqual(['0.2', 'none'])
    expect(named('trust')).toMatchObject({ values: ['clip', 'linear', 'none'], numeric: false })
    expect(space.valueIn(all[1], named('epsilon'))).toBe('0.2')
  })
})
