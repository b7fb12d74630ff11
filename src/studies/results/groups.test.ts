import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../runs/files/index.ts'
import { type ConfigInput, resolveConfig } from '../../training/config.ts'
import { catalogue } from '../../updates/index.ts'
import { differences, groupRuns } from './groups.ts'

const run = (settings: Partial<ConfigInput>, status: 'finished' | 'stopped' = 'finished'): RunRecord => ({
  folder: JSON.stringify(settings),
  config: resolveConfig({ env: 'CartPole-v1', ...settings }),
  versions: { formscale: '1', node: '20', kernels: 'simd' },
  metrics: [],
  result: { status, steps: 1, updates: 1, episodes: 1, meanReturn: 1, seconds: 1, stepsPerSecond: 1 },
})

describe('groupRuns', () => {
  it('puts runs together that differ in seed alone', () => {
    const groups = groupRuns([run({ seed: 2 }), run({ update: 'spo' }), run({ seed: 1, checkpointEvery: 7 })])
    expect(groups.map(({ label }) => label)).toEqual(['ppo', 'spo'])
    expect(groups[0].finished.map(({ config }) => config.seed)).toEqual([1, 2])
  })

  it('tells groups of one name apart by the settings that differ', () => {
    const groups = groupRuns([run({}), run({ optimiser: { learningRate: 0.01 } })])
    expect(groups.map(({ label }) => label)).toEqual([
      'ppo (learningRate=0.00025)',
      'ppo (learningRate=0.01)',
    ])
  })

  it('keeps whole paths where two end in the same word', () => {
    const sgd = { optimiser: { kind: 'sgd' as const } }
    const soft = {
      update: { ...catalogue.ppo, scale: { robust: { kind: 'tanh' as const, kappa: 1 }, beta: 1 } },
    }
    const wide = { network: { hidden: [8] }, optimiser: { kind: 'sgd' as const, epsilon: 0.1 } }
    const small = {
      ...soft,
      update: { ...soft.update, scale: { trust: { kind: 'linear' as const, epsilon: 1 } } },
    }
    const [label] = groupRuns([run({}), run({ ...sgd, ...soft })]).map(({ label }) => label)
    expect(label).toMatch(/^ppo \(.*robust=none.*optimiser=adam\)$/)
    const [, other] = groupRuns([run({}), run({ ...wide, ...small })]).map(({ label }) => label)
    expect(other).toMatch(/scale\.trust\.epsilon=1.*hidden=\[8\].*optimiser\.epsilon=0\.1/)
  })

  it('never averages unfinished runs, nor one seed twice', () => {
    const [group] = groupRuns([run({ seed: 1 }), run({ seed: 1 }), run({ seed: 2 }, 'stopped')])
    expect([group.finished.length, group.repeats.length, group.unfinished.length]).toEqual([1, 1, 1])
  })
})

describe('differences', () => {
  it('names each setting with both values', () => {
    const update = { ...catalogue.ppo, scale: { ...catalogue.ppo.scale, alphaR: 1 } }
    expect(differences(run({}).config, run({ update, seed: 9 }).config)).toEqual([
      { path: 'update.scale.alphaR', a: '0', b: '1' },
    ])
  })
})
