import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeRun, writeFakeRun } from '../../runs/testing/fake-run.ts'
import { findRuns } from '../folder/find-runs.ts'
import { intervalNote, separation, verdict } from '../report/verdict.ts'
import { scoresOf } from '../statistics/index.ts'
import { findingOf, ranked, rankedBy } from './findings.ts'
import { groupRuns } from './groups.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-findings-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function findings(...runs: FakeRun[]) {
  runs.forEach((run, i) => {
    writeFakeRun(join(dir, `run-${i}`), run)
  })
  return groupRuns(findRuns(dir).runs).map(findingOf)
}

const seeds = (update: string, ...finals: number[]): FakeRun[] =>
  finals.map((final, i) => ({ settings: { update, seed: i + 1 }, returns: [0, final] }))

describe('findingOf', () => {
  it('averages finals and training over the finished seeds', () => {
    const [finding] = findings(...seeds('ppo', 10, 30), {
      settings: { seed: 3 },
      returns: [0, 99],
      status: 'killed',
    })
    expect(finding).toMatchObject({
      label: 'ppo',
      seeds: [1, 2],
      unfinished: 1,
      final: { value: 20, interval: { low: 10, high: 30 } },
      training: { value: 10 },
      regret: null,
      stepsPerSecond: 1000,
    })
  })

  it('has no mean where a run has no number, so that none drops out unseen', () => {
    const [finding] = findings(...seeds('ppo', 10), { settings: { seed: 2 }, returns: [null, null] })
    expect(finding.final).toBeNull()
  })
})

describe('ranked', () => {
  it('puts the highest return first, and what has none last', () => {
    const found = findings(...seeds('spo', 5), ...seeds('ppo', 9), {
      settings: { update: 'a2c' },
      returns: [1],
      status: 'killed',
    })
    expect(ranked(found).map(({ label }) => label)).toEqual(['ppo', 'spo', 'a2c'])
  })

  it('goes by regret where that is known: the lowest first', () => {
    const found = findings(
      { settings: { update: 'ppo' }, returns: [1, 2], regrets: [0.5, 0.3] },
      { settings: { update: 'mse' }, returns: [1, 1], regrets: [0.5, 0.1] },
    )
    expect(rankedBy(found).by).toBe('regret')
    expect(ranked(found).map(({ label }) => label)).toEqual(['mse', 'ppo'])
  })
})

describe('verdict', () => {
  it('claims a difference only where intervals lie apart', () => {
    expect(verdict(findings(...seeds('ppo', 10, 12), ...seeds('a2c', 1, 2)))).toMatch(/: ppo\..*lies apart/)
  })

  it('says so where they overlap', () => {
    expect(verdict(findings(...seeds('ppo', 10, 12), ...seeds('a2c', 9, 11)))).toMatch(
      /overlaps that of any other/,
    )
  })

  it('takes a single seed for no evidence', () => {
    const found = findings(...seeds('ppo', 10), ...seeds('a2c', 1))
    expect(verdict(found)).toMatch(/single seed/)
    expect(intervalNote(found)).toMatch(/single seed/)
  })

  it('says how many seeds would tell the best two apart, if some would', () => {
    const scores = (name: string, ...values: number[]) =>
      scoresOf(
        name,
        values.map((value) => [value]),
      )
    const best = scores('ppo', 10, 12, 14)
    expect(separation([best, scores('a2c', 9, 11, 13)], 'mean')).toMatch(
      /^About (\d+) seeds each \(\d+ more\)/,
    )
    expect(separation([best, scores('a2c', 10, 12, 14.001)], 'mean')).toMatch(/more than 300 seeds/)
    expect(separation([best, scores('a2c', 1, 2, 3)], 'mean')).toBeNull()
    expect(separation([best, scores('a2c', 1)], 'mean')).toBeNull()
  })

  it('warns of few seeds, not of many', () => {
    expect(intervalNote(findings(...seeds('ppo', 1, 2, 3)))).toMatch(/3 seeds.*too narrow/)
    expect(intervalNote(findings(...seeds('ppo', ...Array(10).fill(1))))).toBeNull()
  })
})
