import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeCheckpoint } from '../training/checkpoint.ts'
import { evaluate } from '../training/evaluate.ts'
import { followTask, identityTask } from '../training/testing/tasks.ts'
import { checkpointIn } from './folder/index.ts'
import { resume } from './resume.ts'
import { load, loadRun } from './run.ts'
import { type TrainOptions, train } from './train.ts'

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
})
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }))

const at = (name: string) => path.join(dir, name)
const settings = {
  env: 'CartPole-v1',
  numEnvs: 2,
  rolloutSteps: 64,
  totalSteps: 1280,
  checkpointEvery: 3,
  network: { hidden: [16] },
  normaliseObservations: true,
  normaliseRewards: true,
} as const satisfies TrainOptions

/** All that a checkpoint holds but the clock. */
async function bits(run: string): Promise<unknown> {
  const { tensors, state } = (await checkpointIn(run)).checkpoint
  const { seconds: _, stepsPerSecond: __, ...result } = state.result
  return { tensors, state: { ...state, result } }
}

const rows = (run: string) =>
  fs
    .readFileSync(path.join(run, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((row) => {
      const { seconds: _, stepsPerSecond: __, ...metrics } = JSON.parse(row)
      return metrics
    })

describe('resuming', () => {
  test('a stopped run ends in the same bits as one that was never disturbed', async () => {
    await train({ ...settings, out: at('whole') })
    const controller = new AbortController()
    const onProgress = ({ update }: { update: number }) => update === 4 && controller.abort()
    const stopped = await train({ ...settings, out: at('parts'), onProgress, signal: controller.signal })
    expect(stopped.result.status).toBe('stopped')
    const resumed = await resume(at('parts'))
    expect(resumed.result).toMatchObject({ status: 'finished', updates: 10, steps: 1280 })
    expect(await bits(at('parts'))).toEqual(await bits(at('whole')))
    expect(rows(at('parts'))).toEqual(rows(at('whole')))
  })

  test('so does one that went through bytes', async () => {
    const whole = await train(settings)
    const stopped = await train({ ...settings, stopAt: 640 })
    const taken = await loadRun(stopped.toBytes())
    expect(taken.result).toEqual(stopped.result)
    expect(taken.policy.act([0.1, 0.2, 0.3, 0.4])).toBe(stopped.policy.act([0.1, 0.2, 0.3, 0.4]))
    const resumed = await resume(taken.toBytes())
    expect(resumed.result.steps).toBe(1280)
    await whole.save(at('whole'))
    await resumed.save(at('parts'))
    expect(await bits(at('parts'))).toEqual(await bits(at('whole')))
  })

  test('bytes go on with the kernels that they were trained with', async () => {
    const stopped = await train({ ...settings, stopAt: 640, deterministic: true })
    const { kernels } = (await decodeCheckpoint(stopped.toBytes())).state
    expect(kernels).toBe('simd')
    expect((await resume(stopped.toBytes())).policy.kernels.build).toBe('simd')
  })

  test('damaged bytes are refused', async () => {
    const damaged = (await train({ ...settings, totalSteps: 128 })).toBytes()
    damaged[damaged.length - 1] ^= 1
    await expect(loadRun(damaged)).rejects.toThrow('the checksum does not match: the file is damaged')
  })

  test('what came after the last checkpoint is done again, not twice', async () => {
    await train({ ...settings, out: at('whole') })
    const failure = new Error('the power went')
    const onProgress = ({ update }: { update: number }) => {
      if (update === 5) throw failure
    }
    await expect(train({ ...settings, out: at('parts'), onProgress })).rejects.toThrow(
      /the power went; the last good checkpoint is in/,
    )
    fs.appendFileSync(path.join(at('parts'), 'metrics.jsonl'), '{"update":6,"st')
    await resume(at('parts'))
    expect(await bits(at('parts'))).toEqual(await bits(at('whole')))
    expect(rows(at('parts'))).toEqual(rows(at('whole')))
  })

  test('an environment without snapshots goes on with new episodes', async () => {
    const options = { ...settings, env: () => identityTask(), out: at('run'), signal: AbortSignal.abort() }
    await train(options)
    const { result } = await resume(at('run'), { env: () => identityTask() })
    expect(result.status).toBe('finished')
  })
})

describe('loading', () => {
  test('a saved run acts as the one that was saved, normalisation included', async () => {
    for (const env of [identityTask, followTask]) {
      const { policy, save } = await train({ ...settings, env: () => env() })
      await save(at(env.name))
      const again = await load(at(env.name))
      expect(again.policy.normalisation).toEqual(policy.normalisation)
      const play = { episodes: 30, seed: 5, deterministic: true }
      expect((await evaluate(again.policy, env, play)).returns).toEqual(
        (await evaluate(policy, env, play)).returns,
      )
      await again.save(at(`${env.name}-copy`))
      expect(await bits(at(`${env.name}-copy`))).toEqual(await bits(at(env.name)))
    }
  })
})

describe('what goes wrong', () => {
  test('a folder that is not empty is refused, and left alone', async () => {
    fs.mkdirSync(at('full'))
    fs.writeFileSync(path.join(at('full'), 'thesis.tex'), 'all my work')
    await expect(train({ ...settings, out: at('full') })).rejects.toThrow(/out .*full is not empty/)
    expect(fs.readdirSync(at('full'))).toEqual(['thesis.tex'])
  })

  test('a run that fails before its first checkpoint leaves nothing', async () => {
    const env = () => ({
      ...identityTask(),
      step: () => ({ observation: new Float32Array(1), reward: 0, terminated: false, truncated: false }),
    })
    await expect(train({ ...settings, env, out: at('run') })).rejects.toThrow('Identity: observation')
    expect(fs.existsSync(at('run'))).toBe(false)
  })

  test.each<[string, (file: string) => void, RegExp]>([
    ['missing', (file) => fs.rmSync(file), /has no checkpoint/],
    [
      'cut short',
      (file) => fs.truncateSync(file, fs.statSync(file).size - 100),
      /can't be read: the safetensors file is damaged/,
    ],
    ['empty', (file) => fs.truncateSync(file, 0), /can't be read: not a safetensors file: only 0 bytes/],
    ['changed in one bit', flipLastBit, /can't be read: the checksum does not match/],
    [
      'something else',
      (file) => fs.writeFileSync(file, 'A picture of my cat.'),
      /can't be read: not a safetensors file/,
    ],
  ])('a checkpoint that is %s', async (_name, damage, message) => {
    await train({ ...settings, out: at('run') })
    damage(path.join(at('run'), 'checkpoint', 'checkpoint.safetensors'))
    await expect(load(at('run'))).rejects.toThrow(message)
    await expect(resume(at('run'))).rejects.toThrow(message)
  })

  test('a folder that is not a run', async () => {
    await expect(load(dir)).rejects.toThrow(/is not a run: it has no config.json/)
  })
})

function flipLastBit(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes[bytes.length - 1] ^= 1
  fs.writeFileSync(file, bytes)
}
