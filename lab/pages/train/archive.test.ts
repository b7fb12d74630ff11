import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readRun } from '../../../src/runs/folder/index.ts'
import { load, resume, summarise } from '../../../src/runs/index.ts'
import { encodeCheckpoint } from '../../../src/training/checkpoint.ts'
import { evaluate, type Metrics, resolveConfig } from '../../../src/training/index.ts'
import { Session } from '../../../src/training/session.ts'
import { pack, unpack } from './archive.ts'

const config = resolveConfig({ env: 'CartPole-v1', totalSteps: 4096, deterministic: true })

async function halfARun() {
  const session = await Session.create(config, config.env)
  session.begin()
  const rows: Metrics[] = []
  for (let i = 0; i < 4; i++) rows.push(session.update())
  const result = summarise(session, rows.at(-1))
  const checkpoint = await encodeCheckpoint(session, result)
  return { config, kernels: session.kernels.build, checkpoint, result, rows }
}

test("a zip is a run's folder: loaded, played, reported on and gone on with by the rest of formscale", async () => {
  const half = await halfARun()
  const dir = mkdtempSync(join(tmpdir(), 'formscale-'))
  try {
    for (const [path, bytes] of Object.entries(unzipSync(pack(half)))) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), bytes)
    }
    const folder = join(dir, 'CartPole-v1-ppo-1')
    const run = await load(folder)
    expect(run.result).toEqual({ ...half.result, status: 'stopped' })
    expect((await evaluate(run.policy, 'CartPole-v1', { episodes: 3 })).returns).toHaveLength(3)
    expect(readRun(folder).metrics).toEqual(half.rows)
    expect(readRun(folder).versions.node).toBe('browser')
    const whole = await resume(folder)
    expect(whole.result).toMatchObject({ status: 'finished', steps: 4096 })
    expect(readRun(folder).metrics).toHaveLength(8)
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('a run comes back from a zip and from the files of a folder', async () => {
  const half = await halfARun()
  const zip = pack(half)
  const fromZip = await unpack([{ path: 'run.zip', file: new Blob([zip]) }])
  const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => ({
    path: `/somewhere/${path}`,
    file: new Blob([new Uint8Array(bytes)]),
  }))
  for (const { checkpoint, rows } of [fromZip, await unpack(files)]) {
    expect(checkpoint).toEqual(half.checkpoint)
    expect(rows).toEqual(half.rows)
  }
})

test('what holds no run says what is missing', async () => {
  await expect(unpack([{ path: 'notes.txt', file: new Blob(['hello']) }])).rejects.toThrow(
    'no run in these files: checkpoint/checkpoint.safetensors is missing',
  )
  await expect(unpack([{ path: 'a.zip', file: new Blob(['PK?']) }])).rejects.toThrow("the zip can't be read")
  const other = zipSync({ 'a/readme': strToU8('nothing') })
  await expect(unpack([{ path: 'a.zip', file: new Blob([new Uint8Array(other)]) }])).rejects.toThrow(
    'no run in a.zip',
  )
})
