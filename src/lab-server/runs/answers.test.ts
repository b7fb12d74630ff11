import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFakeRun, writeFakeStudy } from '../../runs/testing/fake-run.ts'
import { findRuns } from '../../studies/folder/find-runs.ts'
import { findingOf } from '../../studies/results/findings.ts'
import { groupRuns } from '../../studies/results/groups.ts'
import { type LabServer, serveLab } from '../server.ts'
import type { Comparison, Overview, StudyView } from './messages.ts'

let folder: string
let server: LabServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formscale-lab-'))
  const pages = join(folder, 'pages')
  mkdirSync(pages)
  writeFileSync(join(pages, 'index.html'), '<title>lab</title>')
  const runs = join(folder, 'runs')
  writeFakeStudy(join(runs, 'study'))
  writeFileSync(join(runs, 'study', 'study.json'), '{"commands": []}')
  writeFakeRun(join(runs, 'alone'), { returns: [5], settings: { env: 'Chain-v0' }, regrets: [0.5] })
  mkdirSync(join(runs, 'alone', 'checkpoint'))
  writeFileSync(join(runs, 'alone', 'checkpoint', 'checkpoint.safetensors'), 'the policy')
  writeFileSync(join(folder, 'secret'), 'secret')
  mkdirSync(join(runs, 'late', 'checkpoint'), { recursive: true })
  server = await serveLab({ port: 0, pages, runs })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.url), init)
const read = async <T>(path: string) => (await (await ask(path)).json()) as T

test('the overview has every run', async () => {
  const { studies, runs, broken } = await read<Overview>('/api/runs')
  expect(studies).toEqual([{ path: 'study', runs: 12, search: false, commands: [] }])
  expect(runs).toHaveLength(13)
  expect(runs[0]).toEqual({
    ...{ path: 'alone', study: '', env: 'Chain-v0', update: 'ppo', seed: 1, status: 'finished' },
    ...{ steps: 100, totalSteps: 100, meanReturn: 5, regret: 0.5, seconds: 0.1, checkpoint: true },
    settings: expect.objectContaining({ totalSteps: '100' }),
    repeats: null,
  })
  expect(broken).toEqual([{ path: 'late', study: '', problem: 'config.json is missing' }])
})

test('a study reads as in the report', async () => {
  const { environments, standings, scale } = await read<StudyView>('/api/study?study=study')
  expect(environments.map(({ env }) => env).sort()).toEqual(['Acrobot-v1', 'CartPole-v1'])
  for (const { env, findings, measure } of environments) {
    expect(measure.by).toBe('final')
    expect(findings.map(({ label }) => label)).toEqual(['ppo', 'spo'])
    const { runs } = findRuns(join(folder, 'runs', 'study', env))
    const expected = groupRuns(runs).map(findingOf)
    expect(findings.map(({ colour: _c, shown: _s, ...finding }) => finding)).toEqual(
      expect.arrayContaining(JSON.parse(JSON.stringify(expected))),
    )
  }
  expect(standings.map(({ label, runs }) => [label, runs])).toEqual([
    ['ppo', 3],
    ['spo', 3],
  ])
  expect(standings[0].estimates.iqm.interval).not.toBeNull()
  expect(scale.find(({ env }) => env === 'CartPole-v1')).toMatchObject({ zero: 'random actions' })
  const all = await read<StudyView>('/api/study')
  expect(all.environments.map(({ env, measure }) => [env, measure.by])).toContainEqual(['Chain-v0', 'regret'])
})

test('updates are compared by their curves and by who beats whom', async () => {
  const { lines, improvement } = await read<Comparison>(
    '/api/compare?study=study&env=CartPole-v1&metric=meanReturn&label=spo&label=ppo&label=nobody',
  )
  expect(lines.map(({ label }) => label)).toEqual(['spo', 'ppo'])
  expect(lines[1].mean.step).toEqual([100, 200, 300])
  expect(lines[1].mean.value).toEqual([1, 50, 102])
  expect(lines[1].mean.low[2]).toBeLessThan(102)
  expect(lines[1].runs.map(({ seed, points }) => [seed, points.at(-1)?.value])).toEqual([
    [1, 101],
    [2, 102],
    [3, 103],
  ])
  expect(improvement.labels).toEqual(['spo', 'ppo'])
  expect(improvement.pairs[1][0]).toEqual({ value: 1, interval: { low: 1, high: 1 } })
  const wrong = await ask('/api/compare?env=CartPole-v1&metric=luck')
  expect([wrong.status, await wrong.text()]).toEqual([
    400,
    expect.stringContaining("metric is 'luck'; it may be meanReturn"),
  ])
})

test('what has not changed is not sent again', async () => {
  for (const path of ['/api/runs', '/api/study?study=study']) {
    const first = await ask(path)
    const tag = first.headers.get('etag') ?? ''
    expect(await ask(path, { headers: { 'If-None-Match': tag } })).toMatchObject({ status: 304 })
    const other = await ask(path.includes('study?') ? '/api/study' : '/api/study?study=x')
    expect(other.headers.get('etag')).not.toBe(tag)
  }
})

describe('files', () => {
  test('of runs, by their paths', async () => {
    const checkpoint = await ask('/api/file?run=alone&name=checkpoint')
    expect([checkpoint.status, await checkpoint.text()]).toEqual([200, 'the policy'])
    const metrics = await ask('/api/file?run=study/CartPole-v1/ppo/seed-1&name=metrics')
    expect((await metrics.text()).split('\n')).toHaveLength(4)
  })

  test('that have nothing in them so far, too', async () => {
    writeFileSync(join(folder, 'runs', 'alone', 'metrics.jsonl'), '')
    const metrics = await ask('/api/file?run=alone&name=metrics')
    expect([metrics.status, await metrics.text()]).toEqual([200, ''])
  })

  test.each([
    ['run=..&name=metrics'],
    ['run=../secret&name=checkpoint'],
    ['run=alone/../../secret&name=checkpoint'],
    ['run=alone/..&name=metrics'],
    ['run=%2e%2e%2fsecret&name=checkpoint'],
    ['run=/etc&name=checkpoint'],
    ['run=alone&name=config.json'],
    ['run=alone&name=../../secret'],
    ['run=alone'],
    ['name=checkpoint'],
    ['run=study/CartPole-v1/ppo/seed-1&name=checkpoint'],
    [''],
  ])('but none by %s', async (query) => {
    const answer = await ask(`/api/file?${query}`)
    expect([answer.status, await answer.text()]).toEqual([404, 'there is no such file\n'])
  })

  test('nor one that became a link out of the folder a moment ago', async () => {
    const run = join(folder, 'runs', 'study', 'Acrobot-v1', 'ppo', 'seed-1')
    expect((await ask('/api/file?run=study/Acrobot-v1/ppo/seed-1&name=metrics')).status).toBe(200)
    rmSync(join(run, 'metrics.jsonl'))
    symlinkSync(join(folder, 'secret'), join(run, 'metrics.jsonl'))
    const answer = await ask('/api/file?run=study/Acrobot-v1/ppo/seed-1&name=metrics')
    expect(await answer.text()).toBe('there is no such file\n')
  })
})

test('nothing else is answered, and nothing can be written', async () => {
  for (const path of ['/api/', '/api/secret', '/api/../secret', '/api/runs/x'])
    expect((await ask(path)).status).toBe(404)
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect((await ask('/api/runs', { method })).status).toBe(405)
  expect((await ask('/')).headers.get('x-formscale-lab')).toBe('runs')
})
