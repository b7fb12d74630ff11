import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFakeRun } from '../testing/fake-run.ts'
import { findRuns, readRun } from './runs.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-runs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('readRun', () => {
  it('leaves out a half-written last line', () => {
    writeFakeRun(dir, { returns: [1, 2], status: 'killed' })
    appendFileSync(join(dir, 'metrics.jsonl'), '{"update":3,"step":30')
    expect(readRun(dir).metrics.map(({ step }) => step)).toEqual([100, 200])
  })

  it('keeps a whole last line without its line break', () => {
    writeFakeRun(dir, { returns: [1] })
    appendFileSync(join(dir, 'metrics.jsonl'), '{"step":200}')
    expect(readRun(dir).metrics).toHaveLength(2)
  })

  it('has no result while the run goes on', () => {
    writeFakeRun(dir, { returns: [1], status: 'killed' })
    expect(readRun(dir).result).toBeNull()
  })

  it.each([
    ['metrics.jsonl', '{"step":1}\nnonsense\n{"step":2}\n', /metrics.jsonl line 2/],
    ['config.json', '{', /config.json is not a JSON object/],
    ['config.json', '{"config":{"env":"E","gama":1}}', /config.json: unknown setting 'gama'/],
    ['result.json', 'null', /result.json is not a JSON object/],
  ])('names a damaged %s', (file, content, message) => {
    writeFakeRun(dir, { returns: [1] })
    writeFileSync(join(dir, file), content)
    expect(() => readRun(dir)).toThrow(message)
  })
})

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
