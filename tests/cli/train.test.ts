import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveConfig } from '../../src/training/index.ts'
import { catalogue } from '../../src/updates/index.ts'
import { formscale, start, testFolder } from './formscale.ts'
import { slowEnvironment } from './slow-environment.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const train = (...args: string[]) =>
  formscale(folder.path, 'train', '--env', 'CartPole-v1', '--steps', '2048', ...args)
const configOf = (run: string) => JSON.parse(readFileSync(at(run, 'config.json'), 'utf8')).config
const resultOf = (run: string) => JSON.parse(readFileSync(at(run, 'result.json'), 'utf8'))

describe('train', () => {
  it('keeps a run in runs/<env>-<update>-<seed>, the next in -2', async () => {
    const { code, stdout } = await train('--update', 'spo', '--seed', '7')
    expect(code).toBe(0)
    expect(stdout).toMatch(/status +finished/)
    expect(stdout).toContain('formscale eval runs/CartPole-v1-spo-7')
    await train('--update', 'spo', '--seed', '7')
    expect(resultOf('runs/CartPole-v1-spo-7').meanReturn).toBe(
      resultOf('runs/CartPole-v1-spo-7-2').meanReturn,
    )
  })

  it('ends at the aim of --stop-when, and says so', async () => {
    const { code, stdout } = await train(
      '--out',
      'aim',
      '--plain',
      '--stop-when',
      'meanReturn=9',
      '--steps',
      '50000',
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/status +finished early \(stopWhen: meanReturn is [\d.]+, at least 9\)/)
    expect(resultOf('aim')).toMatchObject({ status: 'finished', reason: expect.stringContaining('stopWhen') })
    expect(configOf('aim').stopWhen.meanReturn).toBe(9)
    expect((await train('--stop-when', 'reward=9')).stderr).toMatch(/unknown setting 'stopWhen.reward'/)
  })

  it('takes the environment without --env', async () => {
    const { code, stderr } = await formscale(
      folder.path,
      'train',
      'CartPole-v1',
      '--steps',
      '600',
      '--out',
      'bare',
    )
    expect(code).toBe(0)
    expect(stderr).toContain('settings tuned for CartPole-v1')
    expect(configOf('bare').env).toBe('CartPole-v1')
  })

  it('lays --set over options, and names a changed update after the change', async () => {
    const sets = [
      'optimiser.learningRate=1e-3',
      'network.hidden=[8]',
      'targetKl=null',
      'update.scale.alphaR=0.5',
    ]
    await train('--out', 'run', ...sets.flatMap((set) => ['--set', set]))
    expect(configOf('run')).toMatchObject({
      optimiser: { learningRate: 1e-3 },
      network: { hidden: [8] },
      update: { name: 'ppo+alphaR=0.5', scale: { alphaR: 0.5, trust: { kind: 'clip' } } },
    })
  })

  it('takes an update from a file, and all settings from another run', async () => {
    const point = { form: 'policy', reference: 'logprob', scale: { beta: 0.3 } }
    writeFileSync(at('mine.json'), JSON.stringify(point))
    await train('--update', 'mine.json', '--set', 'gamma=0.9', '--out', 'a')
    expect(configOf('a').update.name).toBe('mine')
    const { code } = await formscale(folder.path, 'train', '--config', 'a', '--seed', '2', '--out', 'b')
    expect(code).toBe(0)
    expect(configOf('b')).toEqual({ ...configOf('a'), seed: 2 })
  })

  it('stops cleanly at SIGINT, says how to go on, and does', async () => {
    const slow = slowEnvironment(folder.path)
    const { child, ended } = start(
      folder.path,
      ...['train', '--env', slow.id, '--steps', '5000', '--set', 'rolloutSteps=32', '--out', 'run'],
    )
    while (!existsSync(at('run', 'metrics.jsonl'))) await new Promise((wait) => setTimeout(wait, 10))
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(stdout).toContain('formscale train --resume run')
    expect(resultOf('run').status).toBe('stopped')
    slow.hurry()
    expect(await formscale(folder.path, 'train', '--resume', 'run')).toMatchObject({ code: 0 })
    expect(resultOf('run')).toMatchObject({ status: 'finished', steps: expect.any(Number) })
    expect(await formscale(folder.path, 'train', '--resume', 'run')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('finished already'),
    })
  })
})

describe('the settings to begin with', () => {
  const run = (...args: string[]) => formscale(folder.path, 'train', ...args, '--out', 'run')

  it('are those tuned for the environment, for as many steps, and --set lies over them', async () => {
    const { stderr } = await run('--env', 'Bandit-v0', '--set', 'optimiser.schedule=constant')
    expect(stderr).toContain("settings tuned for Bandit-v0; --plain takes the library's defaults\n")
    const settings = { env: 'Bandit-v0', preset: 'tuned', threads: 'auto' } as const
    const expected = resolveConfig({ ...settings, optimiser: { schedule: 'constant' } })
    expect(configOf('run')).toEqual(JSON.parse(JSON.stringify(expected)))
  })

  it('bring an update, in place of which another may be given whole', async () => {
    const env = ['--env', 'MinAtar/Freeway-v1', '--steps', '4096']
    await run(...env)
    expect(configOf('run').update).toMatchObject({ name: 'ppo+temperature=0.4027', temperature: 0.4027 })
    await formscale(folder.path, 'train', ...env, '--update', 'dapo', '--out', 'other')
    const { trust } = catalogue.dapo.scale
    expect(configOf('other').update).toMatchObject({ name: 'dapo', temperature: 1, scale: { trust } })
    expect(configOf('other').update.scale.trust).toEqual(trust)
  })

  it('come to whole updates, which is said beforehand and in the end', async () => {
    const scheduled = [
      '--set',
      'entropyCoefficient=0.02..0,cosine',
      '--set',
      'update.scale.trust.low=0.3..0.1',
    ]
    const { stderr, stdout } = await run('--env', 'CartPole-v1', '--plain', '--steps', '600', ...scheduled)
    expect(stderr).toContain('1,024 steps (600 in whole updates of 512) → ')
    expect(stdout).toMatch(/^ *steps +1,024 \(600 in whole updates of 512\)$/m)
    expect(configOf('run')).toMatchObject({
      totalSteps: 600,
      entropyCoefficient: { from: 0.02, to: 0, kind: 'cosine' },
      update: { name: 'ppo+low=0.3..0.1', scale: { trust: { low: { from: 0.3, to: 0.1, kind: 'linear' } } } },
    })
  })

  it('are the defaults with --plain', async () => {
    const { stderr } = await run('--env', 'CartPole-v1', '--plain', '--steps', '512')
    expect(stderr).not.toContain('settings')
    expect(configOf('run')).toMatchObject({ totalSteps: 512, numEnvs: 4, rolloutSteps: 128, gamma: 0.99 })
  })

  it.each([
    [
      "{ kind: 'box', shape: [1], low: [-1], high: [1] }",
      /settings for continuous actions, as none are tuned/,
      2048,
    ],
    ["{ kind: 'discrete', n: 2 }", /settings: the library's defaults, as none are tuned for .\/env.mjs/, 128],
  ])('suit the spaces where none are tuned: actions %s', async (actionSpace, line, rolloutSteps) => {
    const env = `export default () => ({
      observationSpace: { kind: 'box', shape: [1], low: [0], high: [1] },
      actionSpace: ${actionSpace},
      reset: () => new Float32Array(1),
      step: () => ({ observation: new Float32Array(1), reward: 1, terminated: true, truncated: false }),
    })`
    writeFileSync(at('env.mjs'), env)
    const { stderr } = await run('--env', './env.mjs', '--steps', '512')
    expect(stderr).toMatch(line)
    expect(configOf('run')).toMatchObject({ totalSteps: 512, rolloutSteps })
  })
})

describe('eval', () => {
  it('gives the same returns for the same seed, as JSON', async () => {
    await train('--out', 'run')
    const evaluate = () => formscale(folder.path, 'eval', 'run', '--episodes', '4', '--json')
    const [first, second] = [await evaluate(), await evaluate()]
    expect(first).toEqual(second)
    const { returns, meanReturn, env, update } = JSON.parse(first.stdout)
    expect(returns).toHaveLength(4)
    expect([env, update]).toEqual(['CartPole-v1', 'ppo'])
    expect(meanReturn).toBe(returns.reduce((sum: number, value: number) => sum + value, 0) / 4)
  })

  it('refuses a damaged checkpoint', async () => {
    await train('--out', 'run')
    const file = at('run', 'checkpoint', 'checkpoint.safetensors')
    const bytes = readFileSync(file)
    bytes[bytes.length - 100] ^= 1
    writeFileSync(file, bytes)
    const { code, stdout, stderr } = await formscale(folder.path, 'eval', 'run')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^formscale: the checkpoint .* damaged\n$/)
  })
})
