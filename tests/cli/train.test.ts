import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
