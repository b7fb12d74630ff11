/** What TensorBoard's own reader makes of a run that broke off after its last checkpoint and went on from there. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resume, train } from '../src/runs/index.ts'

const python = process.env['FORMSCALE_PYTHON'] ?? 'python3'
const hasReader = spawnSync(python, ['-c', 'import tensorboard']).status === 0
if (!hasReader)
  console.warn('The test with TensorBoard is skipped: FORMSCALE_PYTHON names no Python with tensorboard.')

const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0})
events.Reload()
print(json.dumps([event.step for event in events.Scalars('train/entropy')]))`

function stepsIn(dir: string): number[] {
  const { stdout, stderr } = spawnSync(python, ['-c', READ, dir], { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const BATCH = 64
const after = (update: number) => (row: { update: number }) => {
  if (row.update === update) throw new Error('the power failed')
}

test.skipIf(!hasReader)('no step stands twice after a crash', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'formscale-tensorboard-'))
  try {
    const run = join(dir, 'run')
    const settings = { env: 'CartPole-v1', numEnvs: 2, rolloutSteps: BATCH / 2, totalSteps: 12 * BATCH }
    const small = { checkpointEvery: 4, network: { hidden: [4] }, out: run }
    await expect(train({ ...settings, ...small, onProgress: after(7) })).rejects.toThrow('the power failed')
    await expect(resume(run, { onProgress: after(11) })).rejects.toThrow('the power failed')
    await resume(run)
    expect(readdirSync(run).filter((name) => name.startsWith('events.out.tfevents.'))).toHaveLength(3)
    expect(stepsIn(run)).toEqual(Array.from({ length: 12 }, (_, i) => BATCH * (i + 1)))
  } finally {
    rmSync(dir, { recursive: true })
  }
})
