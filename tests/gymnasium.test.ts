import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { needsPython, python, usePython } from '../src/rollouts/gymnasium/testing/python.ts'
import { formscale } from './cli/formscale.ts'

usePython()

let dir: string
let run: ChildProcess | undefined
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
})
afterEach(() => {
  run?.kill('SIGKILL')
  fs.rmSync(dir, { recursive: true, force: true })
})

/** A run that is in its first steps, and the processes of its environments. */
async function training(id: string, ...args: string[]): Promise<{ run: ChildProcess; children: number[] }> {
  const main = path.resolve('dist/cli/main.js')
  const out = path.join(dir, 'run')
  run = spawn('node', [
    main,
    'train',
    '--env',
    `gymnasium:${id}`,
    '--steps',
    '1000000000',
    '--out',
    out,
    ...args,
  ])
  await vi.waitFor(() => expect(fs.existsSync(path.join(out, 'config.json'))).toBe(true), 40_000)
  const { stdout } = spawnSync('pgrep', ['-P', String(run.pid)], { encoding: 'utf8' })
  return { run, children: stdout.split('\n').filter(Boolean).map(Number) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(!python)(`the command line and Python (${needsPython})`, () => {
  test.each([
    ['CartPole-v1', []],
    ['CartPole-v1', ['--set', 'envThreads=2']],
    ['formscale_testing:Hanging-v0', []],
  ])('a killed run leaves no process: %s %s', async (id, args) => {
    const { run, children } = await training(id, ...args)
    expect(children.length).toBeGreaterThan(0)
    expect(children.every(isAlive)).toBe(true)
    run.kill('SIGKILL')
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 20_000, interval: 100 })
  })

  test('a killed Python ends the run with a line that says so', async () => {
    const { run, children } = await training('CartPole-v1', '--set', 'checkpointEvery=1')
    const ended = new Promise((resolve) => run.once('close', resolve))
    let stderr = ''
    run.stderr!.on('data', (data) => {
      stderr += data
    })
    for (const pid of children) process.kill(pid, 'SIGKILL')
    expect(await ended).toBe(1)
    expect(stderr).toMatch(
      /formscale: environment gymnasium:CartPole-v1: Python ended without an answer.*\n$/,
    )
  })

  test('compare, eval and envs know ids of Gymnasium', async () => {
    const env = ['--env', 'gymnasium:CartPole-v1']
    const compared = await formscale(
      dir,
      'compare',
      ...env,
      '--updates',
      'ppo,a2c',
      '--seeds',
      '1',
      '--steps',
      '600',
      '--out',
      'study',
    )
    expect(compared).toMatchObject({ code: 0, stderr: expect.stringContaining('2/2') })
    const run = path.join('study', 'gymnasium-CartPole-v1', 'ppo', 'seed-1')
    const evaluated = await formscale(dir, 'eval', run, '--episodes', '3', '--json')
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ env: 'gymnasium:CartPole-v1', episodes: 3 })
    const shown = await formscale(dir, 'envs', 'gymnasium:CartPole-v1')
    expect(shown.stdout).toContain('discrete 2')
    const unknown = await formscale(dir, 'compare', '--env', 'gymnasium:CartPol-v1', '--updates', 'ppo,a2c')
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^formscale: unknown environment gymnasium:CartPol-v1; did you mean gymnasium:CartPole-v1.*\n$/,
      ),
    })
  })
})
