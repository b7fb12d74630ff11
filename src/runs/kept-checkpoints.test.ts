import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkpointIn } from './folder/index.ts'
import { load, resume, type TrainOptions, train } from './index.ts'

const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 32,
  totalSteps: 640,
  checkpointEvery: 2,
  network: { hidden: [8] },
} as const satisfies TrainOptions

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-kept-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const at = (name: string) => join(dir, name)
const files = (run: string) => readdirSync(join(at(run), 'checkpoint')).sort()
const tensors = async (run: string) => (await checkpointIn(at(run))).checkpoint.tensors

test('as many checkpoints as were asked for stay beside the latest', async () => {
  await train({ ...settings, keepCheckpoints: 2, out: at('run') })
  // One every 128 steps, the last at 640.
  expect(files('run')).toEqual(['checkpoint.safetensors', 'step-384.safetensors', 'step-512.safetensors'])
  for (const step of [384, 512, 640])
    expect((await load(at('run'), { checkpoint: step })).result.steps).toBe(step)
  await expect(load(at('run'), { checkpoint: 128 })).rejects.toThrow(
    /run' has no checkpoint of step 128, only of 384, 512, 640; the setting keepCheckpoints keeps more$/,
  )
  await expect(load(at('run'), { checkpoint: 512, best: true })).rejects.toThrow('give one')
})

test('without the setting there is the latest alone', async () => {
  await train({ ...settings, out: at('run') })
  expect(files('run')).toEqual(['checkpoint.safetensors'])
})

test('a resumed run keeps the same ones as a whole one', async () => {
  await train({ ...settings, keepCheckpoints: 9, out: at('whole') })
  await train({ ...settings, keepCheckpoints: 9, out: at('parts'), stopAt: 256 })
  await resume(at('parts'))
  expect(files('parts')).toEqual(files('whole'))
})

test('an earlier checkpoint goes on to the same bits as the whole run', async () => {
  await train({ ...settings, keepCheckpoints: 3, out: at('run') })
  const early = await load(at('run'), { checkpoint: 256 })
  await (await resume(early.toBytes())).save(at('again'))
  expect(await tensors('again')).toEqual(await tensors('run'))
})
