#!/usr/bin/env node
// What a study asks of Redis, of the process that sweeps it, and of its folder, with up to thousands of workers whose runs
// sleep. Needs redis-server, and starts one of its own on loopback.
//
//   npm run build
//   node bench/queue-scale.js                                    # the steps of ten, a minute each
//   node bench/queue-scale.js --steps 1000:100000:30 --seconds 120   # workers:runs:seconds that a run sleeps
//
// A step ends when its runs have, or after --seconds. Processor time is given in shares of a core: on a machine that does
// other things as well, only that means something.

import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Redis } from 'ioredis'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1:100:1,10:1000:1,100:10000:1,1000:100000:1,1000:100000:30' },
    seconds: { type: 'string', default: '60' },
    patience: { type: 'string', default: '60' },
  },
})
const dist = new URL('../dist/', import.meta.url)
const load = (path) => import(new URL(path, dist))
const { train } = await load('index.js')
const { resolveConfig } = await load('training/index.js')
const { runQueue } = await load('studies/queue/engine.js')
const { listedJobs } = await load('studies/job.js')

/** Workers of one process. */
const MOST_IN_A_PROCESS = 250
const dir = mkdtempSync(join(tmpdir(), 'formscale-scale-'))
const template = join(dir, 'template')
const settings = { env: 'CartPole-v1', totalSteps: 40_960 }
await train({ ...settings, out: template })

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

const cpuOf = (info) => ['used_cpu_sys', 'used_cpu_user'].reduce((sum, name) => sum + numberIn(info, name), 0)
const numberIn = (info, name) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1])
const ownCpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function step(workers, runs, sleep) {
  const port = await freePort()
  const flags = ['--port', String(port), '--dir', dir, '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', flags, { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url)
  const processes = []
  const out = join(dir, `study-${workers}-${runs}-${sleep}`)
  mkdirSync(out)
  const base = process.memoryUsage().rss
  const jobs = Array.from({ length: runs }, (_, i) => ({
    name: `ppo seed ${i}`,
    member: 'ppo',
    folder: join(out, 'CartPole-v1', 'ppo', `seed-${i}`),
    config: resolveConfig({ ...settings, seed: i }),
    priority: 0,
  }))
  const controller = new AbortController()
  let done = 0
  let messages = 0

  let began = performance.now()
  const cpuBefore = ownCpu()
  const engine = runQueue(listedJobs(jobs), {
    url,
    out,
    signal: controller.signal,
    listeners: { onEnd: () => done++, onProgress: () => messages++, onStart: () => messages++ },
    onWorkers: () => {},
    onProblem: () => {},
    onConnection: () => {},
    onRefused: () => {},
  })
  // The queue is filled first: how fast is a figure of its own.
  const waiting = () => client.zcard(`formscale:${queueName}:prioritized`)
  while ((await waiting()) < runs) await new Promise((resolve) => setTimeout(resolve, 50))
  const queuedAt = (performance.now() - began) / 1000
  const queueCpu = ownCpu() - cpuBefore
  const queuedMemory = numberIn(await client.info('memory'), 'used_memory') / 1e6

  for (let left = workers; left > 0; left -= MOST_IN_A_PROCESS) {
    const words = [new URL('queue/worker.js', import.meta.url).pathname, url, template]
    const count = String(Math.min(left, MOST_IN_A_PROCESS))
    processes.push(
      spawn(process.execPath, [...words, count, String(sleep), values.patience], { stdio: 'inherit' }),
    )
  }
  while (done === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  began = performance.now()
  const from = { done, messages, own: ownCpu(), info: await client.info() }
  let peak = 0
  while (done < runs && performance.now() - began < 1000 * Number(values.seconds)) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    peak = Math.max(peak, numberIn(await client.info('memory'), 'used_memory') / 1e6)
  }
  const wall = (performance.now() - began) / 1000
  const info = await client.info()
  const row = {
    workers,
    runs,
    sleep,
    'queued/s': Math.round(runs / queuedAt),
    'cpu ms a run queued': ((1000 * queueCpu) / runs).toFixed(2),
    'Redis MB, queued': queuedMemory.toFixed(1),
    'Redis MB, at most': peak.toFixed(1),
    ended: done,
    'runs/s wanted': (workers / sleep).toFixed(1),
    'runs/s': ((done - from.done) / wall).toFixed(1),
    'messages/s': ((messages - from.messages) / wall).toFixed(0),
    'commands/s': (
      (numberIn(info, 'total_commands_processed') - numberIn(from.info, 'total_commands_processed')) /
      wall
    ).toFixed(0),
    'cores, Redis': ((cpuOf(info) - cpuOf(from.info)) / wall).toFixed(2),
    'cores, sweep': ((ownCpu() - from.own) / wall).toFixed(2),
    'MB, sweep': ((process.memoryUsage().rss - base) / 1e6).toFixed(0),
    'kB a run, folder': (
      Number(String(spawnSync('du', ['-sk', out]).stdout).split('\t')[0]) / Math.max(1, done)
    ).toFixed(0),
  }
  for (const { pid } of processes) process.kill(pid, 'SIGKILL')
  controller.abort()
  await Promise.race([engine, new Promise((resolve) => setTimeout(resolve, 5000))])
  client.disconnect()
  server.kill('SIGKILL')
  rmSync(out, { recursive: true, force: true })
  return row
}

const { QUEUE: queueName } = await load('studies/queue/queue.js')
const table = []
for (const text of values.steps.split(',')) {
  const row = await step(...text.split(':').map(Number))
  console.error(JSON.stringify(row))
  table.push(row)
}
const names = Object.keys(table[0])
console.log(`| ${names.join(' | ')} |\n|${names.map(() => ' ---: |').join('')}`)
for (const row of table) console.log(`| ${names.map((name) => row[name]).join(' | ')} |`)
rmSync(dir, { recursive: true, force: true })
process.exit()
