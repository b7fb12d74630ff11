/** A folder from elsewhere is data: code that it names is loaded only if the user named it. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { forgeCheckpoint, forgeConfig } from './forge.ts'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const run = (...args: string[]) => formscale(folder.path, ...args)
const executed = () => existsSync(at('executed'))

/** An environment that leaves a file where it is loaded. */
function writeEnvironment(file: string): void {
  writeFileSync(
    at(file),
    `import { writeFileSync } from 'node:fs'
import { make } from ${JSON.stringify(resolve('dist/index.js'))}
writeFileSync(${JSON.stringify(at('executed'))}, '')
export default () => make('CartPole-v1')
`,
  )
}

const setEnv = (env: string) => (settings: Record<string, unknown>) => {
  settings['env'] = env
}

/** A run in CartPole that never saw the environment file, in `theirs`. */
beforeEach(async () => {
  writeEnvironment('evil.mjs')
  const made = await run(
    ...['train', '--env', 'CartPole-v1', '--steps', '512', '--out', 'theirs'],
    ...['--set', 'network.hidden=[8]', '--set', 'rolloutSteps=32', '--set', 'epochs=1'],
  )
  expect(made.code).toBe(0)
})

/** Both records of the run name the file, as one who makes such a folder would have them. */
function forgeBoth(env = './evil.mjs'): void {
  forgeCheckpoint(at('theirs'), (state) => setEnv(env)(state['config'] as Record<string, unknown>))
  forgeConfig(at('theirs'), setEnv(env))
}

describe('a run that names code', () => {
  test('in its checkpoint alone contradicts itself', async () => {
    forgeCheckpoint(at('theirs'), (state) => setEnv('./evil.mjs')(state['config'] as Record<string, unknown>))
    for (const args of [
      ['eval', 'theirs'],
      ['train', '--resume', 'theirs'],
      ['eval', 'theirs', '--gif', 'a.gif'],
    ]) {
      // As of a run that was interrupted.
      rmSync(at('theirs/result.json'), { force: true })
      const { code, stderr } = await run(...args)
      expect(code).toBe(1)
      expect(stderr).toContain(
        "formscale: 'theirs' contradicts itself: its config.json has env=CartPole-v1, its checkpoint ./evil.mjs",
      )
    }
    expect(executed()).toBe(false)
  })

  test('in both records is not loaded, until the user allows it; that is remembered', async () => {
    forgeBoth()
    const allow = 'formscale: theirs wants to load the code of ./evil.mjs, which you have not named before'
    for (const args of [
      ['eval', 'theirs'],
      ['eval', 'theirs', '--gif', 'a.gif'],
    ]) {
      const { code, stderr } = await run(...args)
      expect([code, stderr]).toEqual([1, expect.stringContaining(allow)])
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
    const { stderr } = await run('train', '--config', 'theirs', '--steps', '64')
    expect(stderr).toContain('formscale: theirs wants to load the code of ./evil.mjs')
    expect(executed()).toBe(false)
    expect((await run('eval', 'theirs', '--episodes', '1', '--allow-env', './evil.mjs')).code).toBe(0)
    expect((await run('eval', 'theirs', '--episodes', '1')).code).toBe(0)
  })

  test('of the same name in another folder is another file', async () => {
    forgeBoth()
    expect((await run('envs', 'check', './evil.mjs')).code).toBe(0)
    cpSync(at('theirs'), at('elsewhere/theirs'), { recursive: true })
    cpSync(at('evil.mjs'), at('elsewhere/evil.mjs'))
    const { code, stderr } = await formscale(at('elsewhere'), 'eval', 'theirs')
    expect([code, stderr]).toEqual([1, expect.stringContaining('which you have not named before')])
  })

  test('of the user goes on by itself', async () => {
    const train = [
      'train',
      '--env',
      './evil.mjs',
      '--steps',
      '256',
      '--out',
      'mine',
      '--set',
      'rolloutSteps=32',
    ]
    expect((await run(...train)).code).toBe(0)
    expect((await run('eval', 'mine', '--episodes', '1')).code).toBe(0)
    expect((await run('train', '--config', 'mine', '--seed', '2')).code).toBe(0)
  })

  test('as a package of Python is not imported', async () => {
    forgeBoth('gymnasium:evil:Evil-v0')
    const { code, stderr } = await run('eval', 'theirs')
    expect([code, stderr]).toEqual([1, expect.stringContaining('the code of gymnasium:evil:Evil-v0')])
  })
})

test('a study folder that names code does not run it', async () => {
  mkdirSync(at('study'))
  writeFileSync(
    at('study/study.yaml'),
    'environments: [./evil.mjs]\nupdates: [ppo]\nseeds: 1\nbudget: { totalSteps: 64 }\n',
  )
  for (const args of [['study', '--resume'], ['study/study.yaml'], ['study', '--dry-run']]) {
    const { code, stderr } = await run('sweep', ...args)
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/the study wants to load the code of .\/evil.mjs/),
    ])
  }
  expect(executed()).toBe(false)
})

test.each(['optimiser.learningRate', 'update.scale.alphaR', 'gamma'])(
  'records that differ in %s are named',
  async (path) => {
    const keys = path.split('.')
    forgeConfig(at('theirs'), (config) => {
      const inner = keys.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, config)
      inner[keys.at(-1)!] = 0.125
    })
    const { code, stderr } = await run('eval', 'theirs')
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`its config.json has ${path}=0.125, its checkpoint `),
    ])
  },
)

test('a checkpoint of another space is not gone on with', async () => {
  forgeCheckpoint(at('theirs'), (state) => {
    state['actionSpace'] = { kind: 'multiBinary', n: 1 }
    Object.assign(state['result'] as object, { status: 'stopped' })
  })
  rmSync(at('theirs/result.json'))
  const { code, stderr } = await run('train', '--resume', 'theirs')
  expect([code, stderr]).toEqual([1, expect.stringContaining("the checkpoint's actionSpace is")])
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test.skipIf(!hasPython)("a folder's own random.py is not Python's", async () => {
  for (const module of ['random', 'gymnasium', 'numpy'])
    writeFileSync(at(`${module}.py`), `open(${JSON.stringify(at('executed'))}, 'w')\n`)
  forgeBoth('gymnasium:CartPole-v1')
  await run('eval', 'theirs', '--episodes', '1')
  expect(executed()).toBe(false)
})
