import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeRun, writeFakeRun } from '../../runs/testing/fake-run.ts'
import { findRuns } from '../folder/find-runs.ts'
import { groupRuns } from './groups.ts'
import { measures } from './measure.ts'
import { suiteOf } from './suite.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-suite-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function suite(...runs: FakeRun[]) {
  runs.forEach((run, i) => {
    writeFakeRun(join(dir, `run-${i}`), run)
  })
  const regret = (env: string) => (env.startsWith('Bandit') ? measures.regret : measures.final)
  return suiteOf(groupRuns(findRuns(dir).runs), regret)
}

const run = (env: string, update: string, seed: number, ...returns: number[]): FakeRun => ({
  settings: { env, update, seed },
  returns,
})

describe('suiteOf', () => {
  it('puts known environments between random actions and solved', () => {
    const { environments, members } = suite(
      run('CartPole-v1', 'ppo', 1, 0, 475),
      run('Acrobot-v1', 'ppo', 1, -499, -499),
    )!
    expect(environments.map(({ env, zero, one }) => [env, zero, one])).toEqual([
      ['CartPole-v1', 22.7, 475],
      ['Acrobot-v1', -499, -100],
    ])
    expect([...members[0].final.values]).toEqual([1, 0])
  })

  it('takes the range of the study where nothing is known, and no regret as 1 where that is the measure', () => {
    const { environments, members } = suite(
      run('Own-v0', 'ppo', 1, 0, 10),
      run('Own-v0', 'a2c', 1, 0, 30),
      {
        settings: { env: 'Bandit-v0?arms=3', update: 'ppo' },
        returns: [0, 1],
        regrets: [0.5, 0.1],
      },
      {
        settings: { env: 'Bandit-v0?arms=3', update: 'a2c' },
        returns: [0, 1],
        regrets: [0.5, 0.4],
      },
    )!
    expect(environments[0]).toMatchObject({ zero: 10, one: 30, zeroIs: 'the worst run here' })
    expect(environments[1]).toMatchObject({ zero: 0.4, one: 0, oneIs: 'the optimum' })
    expect(members.map(({ label, final }) => [label, ...final.values])).toEqual([
      ['ppo', 0, expect.closeTo(0.75, 12)],
      ['a2c', 1, expect.closeTo(0, 12)],
    ])
  })

  it('has curves over shares of the budget, whatever the budgets', () => {
    const { shares, members } = suite(
      run('CartPole-v1', 'ppo', 1, 22.7, 475),
      run('Acrobot-v1', 'ppo', 1, -499, -299.5, -299.5, -100),
    )!
    // Both are there from half of the way on: 100 of 200 steps, and 200 of 400.
    expect(shares[0]).toBe(0.5)
    expect(shares[shares.length - 1]).toBe(1)
    const curve = members[0].curve!
    expect(curve.values[0]).toBeCloseTo(0, 12)
    expect(curve.values[curve.steps]).toBeCloseTo(0.5, 12)
    expect(curve.values[2 * curve.steps - 1]).toBeCloseTo(1, 12)
  })

  it('takes as many runs of each environment, and leaves out what has none somewhere', () => {
    const { members, leftOut } = suite(
      run('CartPole-v1', 'ppo', 1, 0, 9),
      run('CartPole-v1', 'ppo', 2, 0, 9),
      run('Acrobot-v1', 'ppo', 7, 0, -99),
      run('CartPole-v1', 'spo', 1, 0, 9),
    )!
    expect(members.map(({ label, final, surplus }) => [label, final.runs, surplus])).toEqual([['ppo', 1, 1]])
    expect(leftOut).toEqual(['spo'])
  })

  it('is null for one environment, or none in common', () => {
    expect(suite(run('CartPole-v1', 'ppo', 1, 9))).toBeNull()
    expect(suite(run('CartPole-v1', 'ppo', 1, 9), run('Acrobot-v1', 'a2c', 1, -9))).toBeNull()
  })
})
