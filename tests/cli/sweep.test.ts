import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resultIn } from '../../src/runs/folder/index.ts'
import { formscale, start, testFolder } from './formscale.ts'
import { outcomeIn } from './outcome.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const write = (text: string) => writeFileSync(at('study.yaml'), text)
const sweep = (...rest: string[]) => formscale(folder.path, 'sweep', 'study.yaml', ...rest)

const grid = `
environments: [Bandit2D-v0, { id: CartPole-v1, budget: { totalSteps: 512 } }]
updates: [a2c, { base: ppo, grid: { scale.alphaR: [0, 0.5] } }]
seeds: 2
budget: { totalSteps: 1024 }
`

describe('sweep', () => {
  it('lists the runs with --dry-run, and writes nothing', async () => {
    write(grid)
    const { code, stdout } = await sweep('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^CartPole-v1 +ppo\+alphaR=0\.5 +1, 2 +512 +0\/2$/m)
    expect(stdout).toMatch(/to do +12 runs, 9,216 steps/)
    expect(stdout).toMatch(/time +about /)
    expect(readdirSync(folder.path)).toEqual(['study.yaml'])
  })

  it('runs a grid, repeats nothing with --resume, and adds what the file has more', async () => {
    write(grid)
    const first = await sweep()
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('formscale report runs/study')])
    expect(readFileSync(at('runs/study/study.yaml'), 'utf8')).toBe(grid)
    const made = () => statSync(at('runs/study/Bandit2D-v0/ppo+alphaR=0.5/seed-2/result.json')).mtimeMs
    const before = made()

    expect((await sweep()).stderr).toMatch(/runs\/study is not empty; .*--resume/)
    write(grid.replace('[0, 0.5]', '[0, 0.5, 1]'))
    const second = await sweep('--resume')
    expect(second.stderr).toContain('study: 4 runs, 12 finished before')
    expect(made()).toBe(before)
    const again = await formscale(folder.path, 'sweep', 'runs/study', '--resume')
    expect(again.stderr).toContain('0 runs, 16 finished before')
    expect((await formscale(folder.path, 'report', 'runs/study')).code).toBe(0)
  })

  it('leaves runs that train --config repeats bit for bit', async () => {
    write(grid)
    await sweep()
    const run = at('runs/study/CartPole-v1/ppo+alphaR=0.5/seed-2')
    await formscale(folder.path, 'train', '--config', run, '--out', 'again')
    expect(await outcomeIn(at('again'))).toEqual(await outcomeIn(run))
  })

  it('says where in the file a mistake is', async () => {
    write(grid.replace('Bandit2D-v0', 'Bandit3D-v0'))
    const { code, stderr } = await sweep()
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^formscale: study\.yaml:2:16: unknown environment Bandit3D-v0; did you mean .*\n$/,
    )
  })
})

const search = `
environments: [CartPole-v1]
updates: [ppo]
seeds: { first: 11, count: 2 }
budget: { totalSteps: 9216 }
settings: { checkpointEvery: 2, optimiser: { schedule: linear } }
search:
  method: asha
  metric: final return
  seeds: [101]
  trials: 9
  spaces:
    found:
      base: ppo
      space:
        scale.alphaR: { from: -1, to: 1 }
        optimiser.learningRate: { from: 1e-4, to: 1e-2, log: true }
`

describe('a search', () => {
  it('goes on after kill -9 and ends as one never disturbed; a trial that paused is as one that never did', async () => {
    write(search)
    expect((await sweep('--workers', '1', '--out', 'whole')).code).toBe(0)
    for (const patience of [3, 12]) {
      const { child, ended } = start(
        folder.path,
        ...['sweep', 'study.yaml', '--workers', '1', '--out', 'killed', '--resume'],
      )
      let lines = 0
      child.stderr?.on('data', (data: Buffer) => {
        lines += String(data).split('\n').length - 1
        if (lines > patience) child.kill('SIGKILL')
      })
      await ended
    }
    const { code, stdout } = await sweep('--workers', '1', '--out', 'killed', '--resume')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^found +9 +found-00\d /m)
    const left = await sweep('--out', 'killed', '--dry-run')
    expect(left.stdout).toMatch(/found: the best .* 2\/2\n/)
    expect(left.stdout).toContain('to do  0 runs')
    const state = (out: string) => JSON.parse(readFileSync(at(out, 'search/search.json'), 'utf8'))
    expect(state('killed')).toEqual(state('whole'))
    const trials = readdirSync(at('whole/search/CartPole-v1'))
    expect(trials).toHaveLength(9)
    const runs = ['CartPole-v1/found/seed-12', 'CartPole-v1/ppo/seed-11'].concat(
      trials.map((trial) => `search/CartPole-v1/${trial}/seed-101`),
    )
    for (const run of runs)
      expect(await outcomeIn(at('killed', run))).toEqual(await outcomeIn(at('whole', run)))

    const climber = runs.find(
      (run) => run.startsWith('search') && resultIn(at('whole', run))?.status === 'finished',
    )
    await formscale(folder.path, 'train', '--config', at('whole', climber!), '--out', 'straight')
    expect(await outcomeIn(at('straight'))).toEqual(await outcomeIn(at('whole', climber!)))
    expect(existsSync(at('killed/study.yaml'))).toBe(true)
  })
})
