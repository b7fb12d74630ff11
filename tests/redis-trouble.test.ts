/** What may be wrong with workers, sweeps and Redis, with nobody meaning ill: each ends right, or says in a line what to do. */
import { cpSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultIn } from '../src/runs/folder/index.ts'
import { slowEnvironment } from './cli/slow-environment.ts'
import { hasRedis, testBench } from './redis-server.ts'

const bench = testBench()
const at = (...path: string[]) => join(bench.path, ...path)
const url = () => `redis://127.0.0.1:${bench.port}`
const worker = (...flags: string[]) =>
  bench.formscale('worker', '--redis', url(), '--concurrency', '1', '--patience', '1', ...flags)
const sweep = (...args: string[]) => bench.formscale('sweep', ...args, '--allow-env', '.', '--redis', url())

function writeStudy(env: string, steps: number): void {
  writeFileSync(
    at('study.yaml'),
    `environments: [${env}]
updates: [a2c]
seeds: 1
budget: { totalSteps: ${steps} }
settings: { checkpointEvery: 1, network.hidden: [8], epochs: 1 }
`,
  )
}

const resultOf = (env: string) => resultIn(at('runs/study', env, 'a2c/seed-1'))

describe.skipIf(!hasRedis)('trouble with a queue', () => {
  test('a worker without the environment hands runs back, and the sweep says why; one that has it does them', async () => {
    await bench.startRedis()
    const { id, hurry } = slowEnvironment(bench.path, 4)
    hurry()
    writeStudy(id, 512)
    const strict = worker()
    const study = sweep('study.yaml')
    await bench.until('the sweep says why', () =>
      study.output.includes(`a worker hands back runs in ${id}: it is code`),
    )
    strict.child.kill('SIGINT')
    expect(await strict.ended).toBe(130)
    worker('--allow-env', '.')
    expect(await study.ended).toBe(0)
    expect(resultOf('slow.mjs')?.status).toBe('finished')
  })

  test('a second sweep of a study is refused, also of a copy of its folder', async () => {
    await bench.startRedis()
    writeStudy('CartPole-v1', 512)
    const first = sweep('study.yaml')
    await bench.until('it sweeps', () => first.output.includes('no worker is connected'))
    cpSync(at('runs/study/queue.json'), at('copy/queue.json'), { recursive: true })
    cpSync(at('runs/study/study.yaml'), at('copy/study.yaml'))
    const second = sweep('copy', '--resume')
    expect(await second.ended).toBe(1)
    expect(second.output).toMatch(
      new RegExp(`^formscale: this study is being swept already, by process ${first.child.pid} on .*$`, 'm'),
    )
    worker()
    expect(await first.ended).toBe(0)
  })

  test('a Redis out of memory is waited for, and nothing is lost', async () => {
    await bench.startRedis()
    const { id, hurry } = slowEnvironment(bench.path, 1)
    writeStudy(id, 2048)
    const host = worker('--allow-env', '.')
    const study = sweep('study.yaml')
    await bench.until('it runs', () => host.output.includes('begun'))
    const client = bench.client()
    await client.config('SET', 'maxmemory', '1')
    hurry()
    await bench.until('the worker says so', () => host.output.includes('Redis takes nothing more: OOM'))
    writeFileSync(
      at('late.yaml'),
      'environments: [CartPole-v1]\nupdates: [a2c]\nseeds: 1\nbudget: { totalSteps: 512 }\n',
    )
    const late = sweep('late.yaml')
    await bench.until('the sweep says so', () => late.output.includes('Redis takes nothing more: OOM'))
    await client.config('SET', 'maxmemory', '0')
    expect([await study.ended, await late.ended]).toEqual([0, 0])
    expect(resultOf('slow.mjs')?.status).toBe('finished')
    expect(study.output).not.toContain('failed')
    expect(host.child.exitCode).toBe(null)
  })

  test('workers of other versions alone are named', async () => {
    await bench.startRedis()
    const other = bench.client()
    await other.client('SETNAME', `formscale:${Buffer.from('runs-0.0.9').toString('base64')}`)
    writeStudy('CartPole-v1', 512)
    const study = sweep('study.yaml')
    await bench.until('it says so', () =>
      study.output.includes('is connected, only of 0.0.9; start some: formscale worker'),
    )
    worker()
    expect(await study.ended).toBe(0)
  })

  test('a worker stopped past its patience goes on when nobody else took its run', async () => {
    await bench.startRedis()
    const { id, hurry } = slowEnvironment(bench.path, 4)
    writeStudy(id, 8192)
    const study = sweep('study.yaml')
    const only = worker('--allow-env', '.')
    await bench.until(
      'it runs',
      () => existsSync(at('runs/study/queue.json')) && only.output.includes('begun'),
    )
    only.child.kill('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, 3000))
    only.child.kill('SIGCONT')
    hurry()
    expect(await study.ended).toBe(0)
    expect(resultOf('slow.mjs')?.status).toBe('finished')
    expect(study.output.match(/^ +1\/1 /gm)).toHaveLength(1)
  })
})
