/** A Redis of a test's own, and processes of the built command line beside it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach } from 'vitest'

const main = resolve('dist/cli/main.js')

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0
if (!hasRedis) console.warn('redis-server is not installed: the tests of the queue are skipped')

/** A process of the command line; what it printed so far is in `output`. */
export interface Process {
  readonly child: ChildProcess
  output: string
  readonly ended: Promise<number | null>
}

export interface Bench {
  /** A folder of the test's own. */
  path: string
  port: number
  /** Starts the server, the second time with what it kept. */
  startRedis(...flags: string[]): Promise<void>
  stopRedis(): Promise<void>
  formscale(...args: string[]): Process
  formscaleWith(options: { env?: Record<string, string>; prefix?: string[] }, ...args: string[]): Process
  /** Waits until it holds; fails after half a minute. */
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>
  client(): Redis
}

/** Each test gets a fresh bench; whatever it started ends with it. */
export function testBench(): Bench {
  const processes: Process[] = []
  const clients: Redis[] = []
  let server: ChildProcess | undefined
  const bench: Bench = {
    path: '',
    port: 0,
    async startRedis(...flags) {
      const settings = [
        '--port',
        String(bench.port),
        '--dir',
        bench.path,
        '--appendonly',
        'yes',
        '--save',
        '',
      ]
      server = spawn('redis-server', [...settings, ...flags], { stdio: 'ignore' })
      const ping = () => spawnSync('redis-cli', ['-p', String(bench.port), 'ping'])
      if (!flags.includes('--tls-port'))
        await bench.until('redis is up', () => /PONG|NOAUTH/.test(String(ping().stdout)))
    },
    async stopRedis() {
      const ended = new Promise((done) => server?.once('exit', done))
      server?.kill('SIGTERM')
      await ended
    },
    formscale: (...args) => bench.formscaleWith({}, ...args),
    formscaleWith({ env = {}, prefix = [] }, ...args) {
      const [command, ...rest] = [...prefix, process.execPath, main, ...args]
      const child = spawn(command, rest, {
        cwd: bench.path,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const ended = new Promise<number | null>((done) => child.once('close', done))
      const made: Process = { child, output: '', ended }
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data) => {
          made.output += data
        })
      processes.push(made)
      return made
    },
    async until(what, holds) {
      const deadline = performance.now() + 60_000
      while (!(await holds())) {
        if (performance.now() > deadline)
          throw new Error(`${what}: not so\n${processes.map(({ output }) => output).join('\n---\n')}`)
        await new Promise((wait) => setTimeout(wait, 20))
      }
    },
    client() {
      const client = new Redis({ port: bench.port })
      clients.push(client)
      return client
    },
  }
  beforeEach(async () => {
    bench.path = mkdtempSync(join(tmpdir(), 'formscale-redis-'))
    bench.port = await freePort()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect()
    for (const { child } of processes) child.kill('SIGKILL')
    await Promise.all(processes.splice(0).map(({ ended }) => ended))
    server?.kill('SIGKILL')
    server = undefined
    rmSync(bench.path, { recursive: true, force: true })
  }, 60_000)
  return bench
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}

/** What a process shows of itself to others on the machine. */
export function titleOf({ child }: Process): string {
  const file = `/proc/${child.pid}/cmdline`
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ').trim() : ''
}
