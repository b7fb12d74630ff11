import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadKernels } from '../src/kernels/index.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-pool-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A program given with --eval, whose flags no worker could take over. */
const program = `
  import { listedJobs } from './dist/studies/job.js'
  import { runPool } from './dist/studies/engine/pool.js'
  import { resolveConfig } from './dist/training/config.js'
  const config = resolveConfig({ env: 'Bandit2D-v0', totalSteps: 512 })
  const job = { name: 'a', member: 'a', folder: process.argv[1], config, priority: 0 }
  const outcomes = await runPool(listedJobs([job]), { workers: 1 })
  console.log(...[...outcomes.values()].map(({ message, status }) => message ?? status))`

test("a pool's runs take the kernels of this process, and not its flags about the main module", async () => {
  const run = join(dir, 'run')
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program, run], {
    encoding: 'utf8',
  })
  expect(stdout + stderr).toBe('finished\n')
  const { kernels } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'))
  expect(kernels).toBe((await loadKernels()).build)
})

/** A study whose own file can't be written when its first run has ended, while the second goes on for ever. */
const breaking = `
  import { existsSync } from 'node:fs'
  import { runPool } from './dist/studies/engine/pool.js'
  import { resolveConfig } from './dist/training/config.js'
  const job = (name, settings) =>
    ({ name, member: name, folder: process.argv[1] + name, config: resolveConfig({ env: 'Bandit2D-v0', ...settings }), priority: 0 })
  const jobs = [job('short', { totalSteps: 512 }), job('long', { totalSteps: 1e9, checkpointEvery: 1 })]
  const source = { jobs, ended: ({ name }) => { if (name === 'short') throw new Error('no room'); return [] } }
  await runPool(source, { workers: 2 }).catch(({ message }) => console.log(message))
  console.log(existsSync(process.argv[1] + 'long/checkpoint/checkpoint.safetensors'))`

test('a study that breaks down stops its other runs with checkpoints, and ends', () => {
  const options = { encoding: 'utf8', timeout: 60_000 } as const
  const { stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', breaking, join(dir, 'run-')],
    options,
  )
  expect(stdout).toBe('no room\ntrue\n')
})
