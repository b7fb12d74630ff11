import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFakeRun } from '../../runs/testing/fake-run.ts'
import { findRuns } from './find-runs.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-runs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('findRuns', () => {
  it('leaves out the trials of a search, unless it is asked for them', () => {
    writeFakeRun(join(dir, 'ppo/seed-1'), { returns: [1] })
    writeFakeRun(join(dir, 'search/ppo-001/seed-101'), { returns: [1] })
    expect(findRuns(dir).runs).toHaveLength(2)
    writeFileSync(join(dir, 'search/search.json'), '{}')
    expect(findRuns(dir).runs.map(({ folder }) => folder)).toEqual([join(dir, 'ppo/seed-1')])
    expect(findRuns(join(dir, 'search')).runs).toHaveLength(1)
  })

  it('finds runs at any depth, in natural order, and reports broken ones', () => {
    for (const name of ['a/seed-10', 'a/seed-2', 'b/c/seed-1'])
      writeFakeRun(join(dir, name), { returns: [1] })
    writeFakeRun(join(dir, 'a/seed-3'), { returns: [1] })
    rmSync(join(dir, 'a/seed-3/config.json'))
    const { runs, broken } = findRuns(dir)
    expect(runs.map(({ folder }) => folder)).toEqual(
      ['a/seed-2', 'a/seed-10', 'b/c/seed-1'].map((name) => join(dir, name)),
    )
    expect(broken).toEqual([{ folder: join(dir, 'a/seed-3'), problem: 'config.json is missing' }])
  })

  it('takes the folder itself for a run', () => {
    writeFakeRun(dir, { returns: [1] })
    expect(findRuns(dir).runs).toHaveLength(1)
  })
})
