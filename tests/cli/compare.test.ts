import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, start, testFolder } from './formscale.ts'
import { slowEnvironment } from './slow-environment.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const argsOf = (env: string, updates: string, ...rest: string[]) => [
  'compare',
  '--env',
  env,
  '--updates',
  updates,
  '--seeds',
  '2',
  '--steps',
  '1024',
  '--out',
  'study',
  ...rest,
]
const compare = (env: string, updates: string, ...rest: string[]) =>
  formscale(folder.path, ...argsOf(env, updates, ...rest))

describe('compare and report', () => {
  it('trains, adds to a study with --resume, and reports both environments offline', async () => {
    const first = await compare('Bandit2D-v0', 'ppo,mse')
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/final regret/)
    expect(readdirSync(at('study/Bandit2D-v0/mse'))).toEqual(['seed-1', 'seed-2'])
    const made = () => statSync(at('study/Bandit2D-v0/ppo/seed-1/result.json')).mtimeMs
    const before = made()
    expect((await compare('Bandit2D-v0', 'ppo,spo', '--resume')).stderr).toContain(
      '2 runs, 2 finished before',
    )
    expect(made()).toBe(before)
    expect((await compare('CartPole-v1', 'ppo', '--resume')).code).toBe(0)

    const played = await formscale(folder.path, 'eval', 'study', '--episodes', '3', '--csv', 'played.csv')
    expect(played.stdout).toMatch(/^Bandit2D-v0 +mse +2 +0\.\d+ \[/m)
    expect(played.stdout).toContain('8 runs, 3 episodes each (seed 0, sampled actions)')
    expect(readFileSync(at('played.csv'), 'utf8').split('\n')).toHaveLength(10)

    appendFileSync(at('study/Bandit2D-v0/spo/seed-1/metrics.jsonl'), '{"half')
    const { code, stdout } = await formscale(folder.path, 'report', 'study')
    expect(code).toBe(0)
    expect(stdout).toContain('study/report.html')
    const page = readFileSync(at('study/report.html'), 'utf8')
    for (const text of ['Bandit2D-v0', 'CartPole-v1', 'Learning curves', 'Diagnostics', '--resume'])
      expect(page).toContain(text)
    expect(page).not.toMatch(/src=|href="[^#]|url\(|@import|NaN/)
    const files = readdirSync(at('study/report/Bandit2D-v0'))
    for (const figure of ['learning-curve', 'regret', 'final-regret', 'approx-kl'])
      expect(files).toEqual(expect.arrayContaining([`${figure}.svg`, `${figure}.csv`]))
    expect(readFileSync(at('study/report/findings.csv'), 'utf8').trim().split('\n')).toHaveLength(5)
  })

  it('refuses runs that were made with other settings', async () => {
    await compare('Bandit2D-v0', 'ppo')
    const { code, stderr } = await compare('Bandit2D-v0', 'ppo', '--resume', '--set', 'gamma=0.5')
    expect(code).toBe(1)
    expect(stderr).toMatch(/seed-1 was made with gamma=0\.99, not 0\.5/)
  })

  it('reports a run that fails, finishes the others, and ends with code 1', async () => {
    const wild = { form: 'policy', reference: 'logprob', temperature: 1e-6, scale: { alphaR: 100 } }
    writeFileSync(at('wild.json'), JSON.stringify(wild))
    const diverging = [
      'network.activation=relu',
      'optimiser.kind=sgd',
      'optimiser.learningRate=0.3',
      'maxGradNorm=null',
    ]
    const { code, stdout, stderr } = await compare(
      'Bandit2D-v0',
      'wild.json,a2c',
      ...diverging.flatMap((set) => ['--set', set]),
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/wild seed 1: failed: .*not finite/)
    expect(stderr).toMatch(/formscale: 2 of 4 runs failed: wild seed 1, wild seed 2\n$/)
    expect(stdout).toMatch(/^a2c +2 /m)
    expect(stderr).toMatch(/wild seed 1: failed, will be tried once more: .*not finite/)
    const record = JSON.parse(readFileSync(at('study/Bandit2D-v0/wild/seed-1/failure.json'), 'utf8'))
    expect(record.message).toMatch(/not finite/)
    const again = await formscale(folder.path, 'train', '--config', 'study/Bandit2D-v0/wild/seed-1')
    expect(again.stderr).toContain(record.message)
  })

  it('stops every run at SIGINT, says how to go on, and does', async () => {
    const slow = slowEnvironment(folder.path)
    const args = 'compare --env ./slow.mjs --updates ppo,a2c --seeds 1 --steps 5000 --set rolloutSteps=32'
      .concat(' --out study')
      .split(' ')
    const { child, ended } = start(folder.path, ...args)
    const runs = ['ppo', 'a2c'].map((update) => at('study', 'slow.mjs', update, 'seed-1', 'metrics.jsonl'))
    while (!runs.some(existsSync)) await new Promise((wait) => setTimeout(wait, 10))
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(stdout).toContain(`formscale ${args.join(' ')} --resume`)
    slow.hurry()
    const again = await formscale(folder.path, ...args, '--resume')
    expect(again.code).toBe(0)
    expect(again.stdout).not.toContain('unfinished')
  })
})
