import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../runs/files/index.ts'
import { type ConfigInput, resolveConfig } from '../../training/config.ts'
import type { Group } from '../results/groups.ts'
import { scheduleFigures } from './figures/curves.ts'
import { ailing, diagnostics } from './figures/diagnostics.ts'
import { paint } from './shown.ts'

const config = resolveConfig({ env: 'CartPole-v1' })
const group = (label: string, clipFractions: readonly number[] = []): Group => {
  const metrics = clipFractions.map((clipFraction, i) => ({ step: i + 1, clipFraction }))
  const run = { config, metrics, result: null } as unknown as RunRecord
  return { env: 'CartPole-v1', label, config, finished: [run], unfinished: [], repeats: [] }
}

describe('paint', () => {
  it('shows all of a few, with the first colours for the best', () => {
    const painted = paint([group('b'), group('a')], [['a', 'b']])
    expect(painted.map(({ label, colour, shown }) => [label, colour, shown])).toEqual([
      ['b', 1, true],
      ['a', 0, true],
    ])
  })

  it('shows the best of many by their mean place, and members of the catalogue', () => {
    const labels = [...Array.from({ length: 18 }, (_, i) => `point ${i}`), 'ppo']
    const groups = labels.map((label) => group(label))
    const reversed = [...labels.slice(0, 3)].reverse()
    const shown = paint(groups, [labels, [...reversed, ...labels.slice(3)]]).filter(({ shown }) => shown)
    expect(shown.map(({ label }) => label)).toEqual([...labels.slice(0, 7), 'ppo'])
    expect(new Set(shown.map(({ colour }) => colour)).size).toBe(8)
  })
})

describe('the numbers that follow schedules', () => {
  const scheduled = (settings: Partial<ConfigInput>, rows: readonly object[], label = 'ppo') => {
    const config = resolveConfig({ env: 'CartPole-v1', ...settings })
    const run = { config, metrics: rows, result: null, versions: {} } as unknown as RunRecord
    return paint(
      [{ env: 'CartPole-v1', label, config, finished: [run], unfinished: [], repeats: [] }],
      [['ppo']],
    )
  }

  it('have a figure each, of what the rows say', () => {
    const groups = scheduled(
      { entropyCoefficient: '0.02..0', optimiser: { learningRate: '1e-3..1e-4,cosine' } },
      [
        { step: 100, entropyCoefficient: 0.02, learningRate: 1e-3 },
        { step: 200, entropyCoefficient: 0.01, learningRate: 5e-4 },
      ],
    )
    const [entropy, rate] = scheduleFigures(groups)
    expect([entropy.title, entropy.name, entropy.meaning]).toEqual([
      'entropyCoefficient',
      'schedule-entropycoefficient',
      'Follows a schedule over environment steps. ppo: 0.02..0.',
    ])
    expect(entropy.csv).toContain('ppo,mean,200,0.01')
    expect([rate.title, rate.csv.includes('ppo,mean,100,0.001')]).toEqual(['optimiser.learningRate', true])
  })

  it('are drawn for every run, one with another schedule, one where the number stays, one changed on the way', () => {
    const row = (step: number, more: object) => ({ step, learningRate: 1e-3, ...more })
    const [stays] = scheduled({ entropyCoefficient: 0.5 }, [row(100, {}), row(200, {})], 'stays')
    const [follows] = scheduled(
      { entropyCoefficient: '0.02..0', optimiser: { learningRate: '1e-3..0' } },
      [row(100, { entropyCoefficient: 0.02 }), row(200, { entropyCoefficient: 0.01 })],
      'follows',
    )
    const [{ finished, ...turned }] = scheduled({}, [row(100, {}), row(200, { gaeLambda: 0.9 })], 'turned')
    const changed = finished.map((run) => ({ ...run, versions: { changes: 'x' } }) as unknown as RunRecord)
    const figures = scheduleFigures([stays, follows, { ...turned, finished: changed }])
    expect(figures.map(({ title }) => title)).toEqual([
      'entropyCoefficient',
      'optimiser.learningRate',
      'gaeLambda',
    ])
    const [entropy, rate, lambda] = figures.map(({ csv }) => csv.split('\n'))
    expect(entropy.filter((line) => line.includes('mean'))).toEqual([
      'stays,mean,100,0.5,0.5,0.5',
      'stays,mean,200,0.5,0.5,0.5',
      'follows,mean,100,0.02,0.02,0.02',
      'follows,mean,200,0.01,0.01,0.01',
    ])
    expect(rate.filter((line) => line.includes('mean'))).toHaveLength(6)
    expect(lambda.filter((line) => line.startsWith('turned,mean'))).toEqual(['turned,mean,200,0.9,0.9,0.9'])
    expect(lambda).toContain('stays,mean,100,0.95,0.95,0.95')
  })

  it('have none where nothing has a schedule of its own', () => {
    expect(scheduleFigures(scheduled({}, [{ step: 100, learningRate: 1e-3 }]))).toEqual([])
  })
})

describe('ailing', () => {
  const clipFraction = diagnostics.find(({ metric }) => metric === 'clipFraction')!

  it('names those outside of the healthy range late in training, the worst first', () => {
    const groups = [
      group('early', [0.9, 0.9, 0.9, 0.1]),
      group('late', [0.1, 0.1, 0.1, 0.4]),
      group('worse', [0.1, 0.1, 0.1, 0.8]),
    ]
    expect(ailing(groups, clipFraction)).toEqual([
      { label: 'worse', value: 0.8 },
      { label: 'late', value: 0.4 },
    ])
  })

  it('excuses a critic where episodes go alike: solved, or the goal never reached', () => {
    const explained = diagnostics.find(({ metric }) => metric === 'explainedVariance')!
    const ending = (label: string, meanReturn: (i: number) => number): Group => {
      const metrics = Array.from({ length: 40 }, (_, i) => ({
        step: i,
        episodes: 5 * i,
        meanReturn: meanReturn(i),
        explainedVariance: -0.5,
      }))
      const run = { config, metrics, result: null } as unknown as RunRecord
      return { ...group(label), finished: [run] }
    }
    const groups = [ending('solved', () => 500), ending('stuck', () => 9), ending('learning', (i) => 9 + i)]
    expect(ailing(groups, explained)).toEqual([{ label: 'learning', value: -0.5 }])
  })

  it('excuses ratios that tell of another policy than the one that learns', () => {
    const log = resolveConfig({ env: 'CartPole-v1', data: 'log' })
    const off = { ...group('off', [0.9]), config: log }
    expect(ailing([off, group('on', [0.8])], clipFraction)).toEqual([{ label: 'on', value: 0.8 }])
  })

  it('names nobody by a diagnostic without such a range', () => {
    const entropy = diagnostics.find(({ metric }) => metric === 'entropy')!
    expect(ailing([group('a', [9])], entropy)).toEqual([])
  })
})
