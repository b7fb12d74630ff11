import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resultIn } from '../src/runs/folder/index.ts'
import { folderName } from '../src/studies/folder-name.ts'
import { outcomeIn } from './cli/outcome.ts'
import { slowEnvironment } from './cli/slow-environment.ts'
import { hasRedis, type Process, testBench, titleOf } from './redis-server.ts'

const bench = testBench()
const at = (...path: string[]) => join(bench.path, ...path)
const url = () => `redis://127.0.0.1:${bench.port}`
const worker = (...flags: string[]) =>
  bench.formscale(
    'worker',
    '--redis',
    url(),
    '--concurrency',
    '1',
    '--patience',
    '1',
    '--allow-env',
    '.',
    ...flags,
  )
const sweep = (...flags: string[]) =>
  bench.formscale('sweep', 'study.yaml', '--allow-env', '.', '--redis', url(), ...flags)

/** Runs of this many steps, at least a second for every 4,000, with a checkpoint after every update. */
function writeStudy(steps: number, seeds: number): string[] {
  const { id } = slowEnvironment(bench.path, 4)
  writeFileSync(
    at('study.yaml'),
    `environments: [${id}]
updates: [ppo, a2c]
seeds: ${seeds}
budget: { totalSteps: ${steps} }
settings: { checkpointEvery: 1, network.hidden: [8], epochs: 1 }
`,
  )
  return ['ppo', 'a2c'].flatMap((update) =>
    Array.from({ length: seeds }, (_, i) => `${folderName(id)}/${update}/seed-${i + 1}`),
  )
}

/** The same study in this process's own threads, for comparison. */
async function expectAsLocal(runs: readonly string[]): Promise<void> {
  const local = bench.formscale('sweep', 'study.yaml', '--allow-env', '.', '--out', 'local')
  expect(await local.ended).toBe(0)
  for (const run of runs)
    expect(await outcomeIn(at('runs/study', run))).toEqual(await outcomeIn(at('local', run)))
}

/** Every run has ended once, in the order of the count before it. */
function expectEachOnce({ output }: Process, runs: number): void {
  const ended = [...output.matchAll(/^ *(\d+)\/\d+ {2}(.*?):/gm)]
  expect(ended.map(([, count]) => Number(count))).toEqual(Array.from({ length: runs }, (_, i) => i + 1))
  expect(new Set(ended.map(([, , name]) => name)).size).toBe(runs)
}

/** Waits until a run's checkpoint has travelled. */
async function untilTravelled(): Promise<void> {
  const client = bench.client()
  await bench.until('a checkpoint has travelled', async () => {
    for (const key of await client.keys('formscale:run:*'))
      if (await client.hexists(key, 'file:checkpoint/checkpoint.safetensors')) return true
    return false
  })
}

const filesBelow = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

describe.skipIf(!hasRedis)('a study on the workers of a queue', () => {
  test('has the results of a local one; the password in the URL is shown nowhere', async () => {
    const secret = 'open%20sesame'
    await bench.startRedis('--requirepass', 'open sesame')
    const runs = writeStudy(1024, 3)
    const secretUrl = `redis://:${secret}@127.0.0.1:${bench.port}`
    const workers = [1, 2].map(() =>
      bench.formscale('worker', '--redis', secretUrl, '--concurrency', '1', '--allow-env', 'slow.mjs'),
    )
    await bench.until('a worker waits', () => workers[0].output.includes('waiting for runs'))
    expect(titleOf(workers[0])).toMatch(/^formscale worker\s*$/)
    const study = bench.formscale('sweep', 'study.yaml', '--allow-env', '.', '--redis', secretUrl)
    expect([await study.ended, study.output]).toEqual([0, expect.stringContaining('formscale report')])
    expectEachOnce(study, runs.length)
    await expectAsLocal(runs)
    workers[0].child.kill('SIGINT')
    expect(await workers[0].ended).toBe(130)

    const wrong = bench.formscaleWith(
      { env: { FORMSCALE_REDIS: secretUrl.replace('sesame', 'barley') } },
      'worker',
      '--redis',
      '--debug',
    )
    expect(await wrong.ended).toBe(1)
    expect(wrong.output).toMatch(/can't reach Redis at redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/)
    const early = bench.formscale(
      'sweep',
      'study.yaml',
      '--allow-env',
      '.',
      '--redis',
      secretUrl.replace('sesame', 'barley'),
      '--out',
      'no',
    )
    expect(await early.ended).toBe(1)
    expect(existsSync(at('no'))).toBe(false)
    for (const { output } of [...workers, study, wrong, early]) expect(output).not.toMatch(/sesame|barley/)
    const kept = filesBelow(at('runs')).map(({ parentPath, name }) =>
      readFileSync(join(parentPath, name), 'latin1'),
    )
    expect(kept.join('')).not.toContain('sesame')
  })

  test('goes on elsewhere from the checkpoint that travelled when a worker is killed, to the same bits', async () => {
    await bench.startRedis()
    const runs = writeStudy(8192, 1)
    const study = sweep()
    const first = worker()
    await untilTravelled()
    first.child.kill('SIGKILL')
    const second = worker()
    expect(await study.ended).toBe(0)
    expect(second.output).toMatch(/begun {2}ppo seed 1, from its checkpoint/)
    expectEachOnce(study, 2)
    await expectAsLocal(runs)
  })

  test('has each result once when a worker is taken for dead and comes back', async () => {
    await bench.startRedis()
    const runs = writeStudy(8192, 1)
    const study = sweep()
    const stalled = worker()
    await untilTravelled()
    stalled.child.kill('SIGSTOP')
    const other = worker()
    await bench.until('the other has taken it over', () => other.output.includes('from its checkpoint'))
    stalled.child.kill('SIGCONT')
    await bench.until('the first has noticed', () =>
      stalled.output.includes('another worker has taken it over'),
    )
    expect(await study.ended).toBe(0)
    expectEachOnce(study, 2)
    await expectAsLocal(runs)
  })

  test('loses nothing when Redis is restarted, nor when the sweeping process is killed', async () => {
    await bench.startRedis()
    const runs = writeStudy(2048, 8)
    const hosts = [worker(), worker()]
    const killed = sweep()
    await bench.until('some runs have ended', () => /^ +3\/16/m.test(killed.output))
    killed.child.kill('SIGKILL')
    await killed.ended
    const kept = runs.filter((run) => resultIn(at('runs/study', run))?.status === 'finished')
    expect(kept.length).toBeGreaterThanOrEqual(3)
    const times = () => kept.map((run) => readFileSync(at('runs/study', run, 'result.json'), 'utf8'))
    const before = times()

    const study = sweep('--resume')
    await bench.until('it goes on', () => / 1\/\d+/.test(study.output))
    await bench.stopRedis()
    await bench.until('it is missed', () => study.output.includes('Redis is gone; waiting'))
    await bench.startRedis()
    expect(await study.ended).toBe(0)
    expect(study.output).toContain(`${16 - kept.length} runs, ${kept.length} finished before`)
    expectEachOnce(study, 16 - kept.length)
    expect(times()).toEqual(before)
    const begun = hosts.map(({ output }) => output.match(/begun/g)?.length ?? 0)
    // Most runs were begun once; only those at work when Redis went may have been begun again.
    expect(begun[0] + begun[1]).toBeLessThanOrEqual(16 + 2)
    await expectAsLocal(runs)
  })

  test('queues again what a Redis has forgotten', async () => {
    await bench.startRedis()
    const runs = writeStudy(2048, 4)
    worker()
    const study = sweep()
    await bench.until('some runs have ended', () => /^ *2\/8/m.test(study.output))
    await bench.client().flushall()
    expect(await study.ended).toBe(0)
    expectEachOnce(study, 8)
    await expectAsLocal(runs)
  })

  test('stops with its terminal, leaves checkpoints and goes on; a worker that is stopped so hands its run back', async () => {
    await bench.startRedis()
    const runs = writeStudy(12_288, 1)
    const stopped = sweep()
    const first = worker()
    await untilTravelled()
    stopped.child.kill('SIGHUP')
    expect(await stopped.ended).toBe(129)
    expect(stopped.output).toMatch(/ppo seed 1: stopped after/)
    expect(stopped.output).toContain(`--redis ${url()} --resume`)
    expect(existsSync(at('runs/study', runs[0], 'checkpoint/checkpoint.safetensors'))).toBe(true)

    const study = sweep('--resume')
    await bench.until('it goes on', () => /from its checkpoint/.test(first.output))
    first.child.kill('SIGHUP')
    expect(await first.ended).toBe(129)
    expect(first.output).toContain('handed back to the queue')
    const second = worker()
    expect(await study.ended).toBe(0)
    expect(second.output).toMatch(/from its checkpoint/)
    expectEachOnce(study, 2)
    await expectAsLocal(runs)
  })

  test('reports a run that fails, tried twice, and searches', async () => {
    await bench.startRedis()
    writeFileSync(
      at('study.yaml'),
      `environments: [Bandit2D-v0]
updates:
  - { name: wild, form: policy, reference: logprob, temperature: 1e-6, scale: { alphaR: 100 } }
seeds: 1
budget: { totalSteps: 3072 }
settings: { network.activation: relu, optimiser: { kind: sgd, learningRate: 0.3 }, maxGradNorm: null }
search:
  method: asha
  metric: final regret
  seeds: [101]
  trials: 3
  rungs: 2
  spaces: { found: { base: a2c, space: { entropyCoefficient: { from: 0, to: 0.1 } } } }
`,
    )
    const host = worker()
    const study = sweep()
    expect(await study.ended).toBe(1)
    expect(host.output.match(/begun {2}wild seed 1/g)).toHaveLength(2)
    expect(study.output).toMatch(/wild seed 1: failed, will be tried once more/)
    expect(readFileSync(at('runs/study/Bandit2D-v0/wild/seed-1/failure.json'), 'utf8')).toContain(
      'not finite',
    )
    expect(host.output).toMatch(/begun {2}found-00\d seed 101, from its checkpoint/)
    expect(study.output).toMatch(/^found +3 +found-00\d /m)
    expect(resultIn(at('runs/study/Bandit2D-v0/found/seed-1'))?.status).toBe('finished')
  })
})

const host = `fs${process.pid}`
const ip = (...args: string[]) => spawnSync('ip', args).status === 0
const mayMakeHosts = hasRedis && ip('netns', 'add', host)
if (mayMakeHosts) ip('netns', 'del', host)
else console.warn('network namespaces are not allowed here: the test with a second host is skipped')

describe.skipIf(!mayMakeHosts)('another host', () => {
  const subnet = `10.213.${process.pid % 256}`
  beforeEach(() => {
    ip('netns', 'add', host)
    ip('link', 'add', host, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host)
    ip('addr', 'add', `${subnet}.1/30`, 'dev', host)
    ip('link', 'set', host, 'up')
    ip('-n', host, 'addr', 'add', `${subnet}.2/30`, 'dev', 'eth0')
    ip('-n', host, 'link', 'set', 'eth0', 'up')
  })
  afterEach(() => {
    ip('link', 'del', host)
    ip('netns', 'del', host)
  })

  test('does runs for this one, and when its cable is pulled, they go on here', async () => {
    await bench.startRedis('--bind', '127.0.0.1', `${subnet}.1`, '--protected-mode', 'no')
    const runs = writeStudy(8192, 1)
    const study = sweep()
    const there = bench.formscaleWith(
      { prefix: ['ip', 'netns', 'exec', host] },
      ...['worker', '--redis', `redis://${subnet}.1:${bench.port}`, '--concurrency', '1', '--patience', '1'],
      ...['--allow-env', '.'],
    )
    await untilTravelled()
    expect(there.output).toContain('begun  ppo seed 1')
    ip('link', 'set', host, 'down')
    const here = worker()
    expect(await study.ended).toBe(0)
    expect(here.output).toContain('begun  ppo seed 1, from its checkpoint')
    expectEachOnce(study, 2)
    await expectAsLocal(runs)
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasRedis || !hasOpenssl)('TLS', () => {
  test('is spoken where the URL says rediss://, and a certificate that nobody knows is refused', async () => {
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ].concat(
        ['-keyout', at('key.pem'), '-out', at('cert.pem'), '-subj', '/CN=localhost'],
        ['-addext', 'subjectAltName=DNS:localhost'],
      ),
    )
    expect(made.status).toBe(0)
    const port = bench.port
    const files = [
      '--tls-cert-file',
      at('cert.pem'),
      '--tls-key-file',
      at('key.pem'),
      '--tls-auth-clients',
      'no',
    ]
    await bench.startRedis('--port', '0', '--tls-port', String(port), ...files)
    const secure = `rediss://localhost:${port}`
    const env = { NODE_EXTRA_CA_CERTS: at('cert.pem') }
    writeStudy(512, 1)
    const cli = ['-p', String(port), '--tls', '--cacert', at('cert.pem'), 'ping']
    await bench.until('redis is up', () => String(spawnSync('redis-cli', cli).stdout).includes('PONG'))
    const host = bench.formscaleWith({ env }, 'worker', '--redis', secure, '--allow-env', '.')
    const study = bench.formscaleWith({ env }, 'sweep', 'study.yaml', '--allow-env', '.', '--redis', secure)
    expect([await study.ended, host.output]).toEqual([0, expect.stringContaining('ended  a2c seed 1')])
    const stranger = bench.formscale('worker', '--redis', secure)
    expect(await stranger.ended).toBe(1)
    expect(stranger.output).toMatch(/can't reach Redis at rediss:\/\/localhost:\d+: .*certificate/)
  })
})
