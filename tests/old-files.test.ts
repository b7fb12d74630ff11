/**
 * Folders that version 0.1.0 wrote, as it wrote them but for TensorBoard's events: read, played and gone on with. `finished`
 * and `stopped` are one run of `train`, whole and with `stopAt: 64`; `study` is of `sweep study.yaml`, its last run killed.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unpack } from '../lab/pages/train/archive.ts'
import { evaluate, load, resume } from '../src/index.ts'
import { RunCache } from '../src/lab-server/runs/run-cache.ts'
import { readRun } from '../src/runs/folder/index.ts'
import { planStudy } from '../src/studies/engine/plan.ts'
import { readStudyFile } from '../src/studies/file/read.ts'
import { findRuns } from '../src/studies/folder/find-runs.ts'
import { studyCommands } from '../src/studies/folder/study-file.ts'
import { SearchJobs } from '../src/studies/search/search-jobs.ts'
import { decodeCheckpoint } from '../src/training/checkpoint.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-'))
  cpSync(join(import.meta.dirname, 'fixtures', '0.1.0'), dir, { recursive: true })
})
afterEach(() => rmSync(dir, { recursive: true }))

const at = (...path: string[]) => join(dir, ...path)
const tensorsOf = async (run: string) =>
  (await decodeCheckpoint(readFileSync(join(run, 'checkpoint', 'checkpoint.safetensors')))).tensors

describe('a run', () => {
  test('is read', () => {
    const { config, versions, metrics, result } = readRun(at('finished'))
    expect(versions).toEqual({ formscale: '0.1.0', node: 'v20.20.2', kernels: 'simd' })
    expect(config).toMatchObject({ env: 'CartPole-v1', seed: 3, update: { name: 'ml' } })
    expect(metrics.map(({ step }) => step)).toEqual([32, 64, 96, 128])
    expect(result).toMatchObject({ status: 'finished', steps: 128, meanReturn: 26.5 })
  })

  test('agrees with its checkpoint, also where one of them has the name that the baseline has now', async () => {
    const file = at('finished', 'config.json')
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('"baseline": "normaliser"')
    expect(readRun(at('finished')).config.update).toMatchObject({ baseline: 'log-mean-exp' })
    await load(at('finished'))
    writeFileSync(file, text.replace('"normaliser"', '"log-mean-exp"'))
    await load(at('finished'))
    writeFileSync(file, text.replace('"normaliser"', '"none"'))
    await expect(load(at('finished'))).rejects.toThrow(
      /has update.baseline=none, its checkpoint log-mean-exp/,
    )
  })

  test('plays as it did', async () => {
    const { policy } = await load(at('finished'))
    const { returns } = await evaluate(policy, 'CartPole-v1', { episodes: 4, seed: 5 })
    expect(returns).toEqual([12, 16, 24, 16])
  })

  test('goes on to the weights that it would have had', async () => {
    const { result } = await resume(at('stopped'))
    expect(result).toMatchObject({ status: 'finished', steps: 128, meanReturn: 26.5 })
    expect(await tensorsOf(at('stopped'))).toEqual(await tensorsOf(at('finished')))
    expect(readRun(at('stopped')).metrics.map(({ step }) => step)).toEqual([32, 64, 96, 128])
  })

  test('is taken up by the lab', async () => {
    const file = (name: string) => new Blob([new Uint8Array(readFileSync(at('stopped', name)))])
    const names = ['config.json', 'metrics.jsonl', 'checkpoint/checkpoint.safetensors']
    const { checkpoint, rows } = await unpack(names.map((name) => ({ path: name, file: file(name) })))
    expect((await decodeCheckpoint(checkpoint)).state.result.steps).toBe(64)
    expect(rows.map(({ step }) => step)).toEqual([32, 64])
  })
})

describe('a study', () => {
  const members = ['found', 'pgpb', 'ppo+trust=linear-0.4']

  test('is read, without the trials of its search', async () => {
    const { runs, broken } = findRuns(at('study'))
    expect(broken).toEqual([])
    const pgpb = runs.find(({ config }) => config.update.name === 'pgpb')
    expect(pgpb?.config.update).toMatchObject({ baseline: 'logsumexp' })
    const names = runs.map(({ config }) => `${config.update.name} ${config.seed}`)
    expect(names).toEqual(members.flatMap((member) => [`${member} 1`, `${member} 2`]))
    expect(studyCommands(at('study'))).toEqual(['formscale sweep study.yaml --out study'])
    const snapshot = await new RunCache(dir).refresh()
    expect(snapshot.broken).toEqual([])
    expect(snapshot.runs.map(({ study }) => study).sort()).toEqual([
      '',
      '',
      ...Array(6).fill('study'),
      ...Array(2).fill('study/search'),
    ])
  })

  test('goes on: what is finished stays, what was killed resumes', async () => {
    const { study, search } = readStudyFile(at('study', 'study.yaml'))
    const states = planStudy(study, at('study'), true).map(({ job, state }) => [job.name, state])
    expect(Object.fromEntries(states)).toEqual({
      'pgpb seed 1': 'finished',
      'pgpb seed 2': 'finished',
      'ppo+trust=linear-0.4 seed 1': 'finished',
      'ppo+trust=linear-0.4 seed 2': 'interrupted',
    })
    expect(new SearchJobs(search!, study, at('study')).jobs).toEqual([])
    const killed = at('study', 'Bandit-v0', 'ppo+trust=linear-0.4', 'seed-2')
    expect((await resume(killed)).result).toMatchObject({ status: 'finished', steps: 64 })
    expect(readdirSync(killed)).toContain('result.json')
  })
})
