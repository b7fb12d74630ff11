import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../runs/files/index.ts'
import { resolveConfig } from '../../training/config.ts'
import type { Group } from '../results/groups.ts'
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

  it('names nobody by a diagnostic without such a range', () => {
    const entropy = diagnostics.find(({ metric }) => metric === 'entropy')!
    expect(ailing([group('a', [9])], entropy)).toEqual([])
  })
})
