/** Whoever writes to the Redis of a queue may spoil results, and wins nothing else: no code is run, no file touched, no line forged. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Queue } from 'bullmq'
import { describe, expect, test } from 'vitest'
import { resolveConfig } from '../src/training/config.ts'
import { version } from '../src/training/version.ts'
import { hasRedis, testBench } from './redis-server.ts'

const bench = testBench()
const at = (...path: string[]) => join(bench.path, ...path)
const url = () => `redis://127.0.0.1:${bench.port}`
const worker = (...flags: string[]) =>
  bench.formscale('worker', '--redis', url(), '--concurrency', '2', '--patience', '1', ...flags)
const sweep = (...flags: string[]) => bench.formscale('sweep', 'study.yaml', '--redis', url(), ...flags)

function writeStudy(env = 'CartPole-v1'): void {
  writeFileSync(
    at('study.yaml'),
    `environments: [${env}]
updates: [a2c]
seeds: 2
budget: { totalSteps: 512 }
settings: { network.hidden: [8], epochs: 1 }
`,
  )
}

/** An environment file that leaves a file when it is loaded. */
function writeCode(file: string): string {
  writeFileSync(
    at(file),
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(at('executed'))}, '')\n`,
  )
  return at(file)
}

const study = '01234567-89ab-cdef-0123-456789abcdef'
const runId = (n: number) => `${study}-${n.toString(16).padStart(24, '0')}`
const config = resolveConfig({ env: 'CartPole-v1', totalSteps: 512, update: 'a2c' })
const job = { name: 'a2c seed 1', member: 'a2c', config, priority: 0, folder: '' }

describe.skipIf(!hasRedis)('a Redis that strangers write to', () => {
  test('makes a worker load no code, touch no file and write no line of theirs; it goes on', async () => {
    await bench.startRedis()
    const evil = writeCode('evil.mjs')
    mkdirSync(at('victim'))
    writeFileSync(at('victim/precious'), '')
    const queue = new Queue(`runs-${version}`, { prefix: 'formscale', connection: { port: bench.port } })
    const client = bench.client()
    const add = (jobId: string, data: unknown) => queue.add('run', data, { jobId })
    await add(`../..${at('victim')}`, { study, job })
    await add(`x/../../../..${at('victim')}`, { study, job })
    await add(runId(1), { study, job: { ...job, config: { ...config, env: evil } } })
    await add(runId(2), { study, job: { ...job, config: { ...config, env: 'gymnasium:evil:Evil-v0' } } })
    await add(runId(3), { study: `../..${at('victim')}`, job })
    await add(runId(4), {
      study,
      job: { ...job, name: 'x\n  ended  a2c seed 1: return 500.0\u001b[2J\u009b31m' },
    })
    const archives: Record<number, readonly [string, Buffer]> = {
      5: ['evil.mjs', gzipSync(readFileSync(evil))],
      6: [`../../../../../../..${at('victim/precious')}`, gzipSync('changed')],
      7: ['config.json', gzipSync(Buffer.alloc(2 ** 28))],
      8: ['checkpoint/checkpoint.safetensors', gzipSync('no checkpoint')],
      9: ['config.json', gzipSync(JSON.stringify({ config: { ...config, env: evil } }))],
    }
    for (const [n, [file, content]] of Object.entries(archives)) {
      await client.hset(`formscale:run:${runId(Number(n))}`, `file:${file}`, content)
      await add(runId(Number(n)), { study, job })
    }
    await client.set(`formscale:run:${runId(10)}`, 'no hash')
    await add(runId(10), { study, job })
    await client.hset(`formscale:run:${runId(11)}`, 'outcome', '{"status":')
    await add(runId(11), { study, job })
    await add(runId(12), { study, job: { ...job, config: { ...config, numEnvs: -1 } } })
    await queue.close()

    const host = worker()
    writeStudy()
    const own = sweep()
    expect([await own.ended, own.output]).toEqual([0, expect.stringContaining('formscale report')])
    expect(existsSync(at('executed'))).toBe(false)
    expect(readdirSync(at('victim'))).toEqual(['precious'])
    expect(readFileSync(at('victim/precious'), 'utf8')).toBe('')
    expect(host.child.exitCode).toBe(null)
    expect(host.output).toMatch(/refused what was in the queue: .*is not an id of a run/)
    expect(host.output).toMatch(/handing back runs in .*evil.mjs: it is code/)
    expect(host.output).toMatch(/handing back runs in gymnasium:evil:Evil-v0/)
    expect(host.output).toContain('begun  x\\n  ended  a2c seed 1: return 500.0\\x1b[2J\\x9b31m')
    expect(host.output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })

  test('makes a sweep take no file that is none of a run, nor another run, nor what is not a message', async () => {
    await bench.startRedis()
    writeStudy()
    const own = sweep()
    await bench.until('the runs are queued', () => existsSync(at('runs/study/queue.json')))
    const { study } = JSON.parse(readFileSync(at('runs/study/queue.json'), 'utf8'))
    const client = bench.client()
    const waiting = () => client.zrange(`formscale:runs-${version}:prioritized`, '0', '-1')
    await bench.until('they wait', async () => (await waiting()).length === 2)
    const [first, second] = await waiting()
    const result = {
      status: 'finished',
      steps: 512,
      updates: 1,
      episodes: 1,
      meanReturn: 500,
      seconds: 1,
      stepsPerSecond: 1,
    }
    const outcome = JSON.stringify({ status: 'finished', result })
    const other = gzipSync(JSON.stringify({ config: { ...config, env: './evil.mjs' } }))
    const forged = { outcome, 'file:evil.mjs': gzipSync('') }
    await client.hset(`formscale:run:${first}`, forged)
    await client.hset(`formscale:run:${second}`, { outcome, 'file:config.json': other })
    for (const message of [
      '{',
      'null',
      '{"id":5}',
      JSON.stringify({ id: first, metrics: { update: 1, step: 'x' } }),
    ])
      for (const channel of ['progress', 'news'])
        await client.publish(`formscale:${channel}:${study}`, message)
    await client.sadd(`formscale:done:${study}`, first, second, '../../x')
    await bench.until(
      'both are refused',
      () => (own.output.match(/failed, will be tried once more/g)?.length ?? 0) === 2,
    )
    expect(own.output).toContain("'evil.mjs' is not a file of a run")
    expect(own.output).toContain(
      'the files in Redis are of a run with env=./evil.mjs; this one has CartPole-v1',
    )
    worker()
    expect(await own.ended).toBe(0)
    const files = readdirSync(at('runs'), { recursive: true, encoding: 'utf8' })
    expect(files.filter((file) => file.endsWith('.mjs'))).toEqual([])
    expect(own.output).not.toContain('500')
  })
})
