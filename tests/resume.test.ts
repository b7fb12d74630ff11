import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeCheckpoint } from '../src/training/checkpoint.ts'
import { slowEnvironment } from './cli/slow-environment.ts'

const main = path.resolve('dist/cli/main.js')
const sets = ['checkpointEvery=5', 'numEnvs=4', 'rolloutSteps=16']
const settings = ['--env', './slow.mjs', '--steps', '6400', '--seed', '9'].concat(
  sets.flatMap((set) => ['--set', set]),
)

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }))

/** Waits until the run in `folder` has this many rows of metrics, and ends it as a power cut would. */
async function killAfter(child: ChildProcess, folder: string, rows: number): Promise<void> {
  const file = path.join(folder, 'metrics.jsonl')
  const ended = new Promise((resolve) => child.once('exit', resolve))
  while (!fs.existsSync(file) || fs.readFileSync(file, 'utf8').split('\n').length <= rows) {
    expect(child.exitCode, 'the run ended before it could be killed').toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill('SIGKILL')
  await ended
}

/** What a run has come to, but for the clock. */
async function outcome(folder: string): Promise<unknown> {
  const bytes = fs.readFileSync(path.join(folder, 'checkpoint', 'checkpoint.safetensors'))
  const { tensors, state } = await decodeCheckpoint(bytes)
  const { seconds: _, stepsPerSecond: __, ...result } = state.result
  const rows = fs.readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n')
  return {
    tensors,
    state: { ...state, result },
    rows: rows.map((row) => ({ ...JSON.parse(row), seconds: 0, stepsPerSecond: 0 })),
  }
}

test('a run killed with SIGKILL twice and resumed ends in the same bits as one never disturbed', async () => {
  const slow = slowEnvironment(dir)
  const whole = path.join(dir, 'whole')
  const killed = path.join(dir, 'killed')
  await killAfter(spawn('node', [main, 'train', ...settings, '--out', killed], { cwd: dir }), killed, 12)
  await killAfter(spawn('node', [main, 'train', '--resume', killed], { cwd: dir }), killed, 40)
  slow.hurry()
  expect(spawnSync('node', [main, 'train', ...settings, '--out', whole], { cwd: dir }).status).toBe(0)
  expect(fs.existsSync(path.join(killed, 'result.json'))).toBe(false)
  const resumed = spawnSync('node', [main, 'train', '--resume', killed], { cwd: dir, encoding: 'utf8' })
  expect(resumed.stderr + resumed.stdout).toContain('finished')
  expect(await outcome(killed)).toEqual(await outcome(whole))
})
