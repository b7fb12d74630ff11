/** However a run ends, its folder and its last line say how. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { resultIn } from '../../src/runs/folder/index.ts'
import { formscale, start, testFolder } from './formscale.ts'
import { slowEnvironment } from './slow-environment.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const small = ['--set', 'network.hidden=[8]', '--set', 'rolloutSteps=32', '--set', 'checkpointEvery=1']
const train = (...args: string[]) => ['train', '--out', 'run', '--steps', '6400', ...small, ...args]

/** CartPole that does something at its 500th step. */
function environmentThat(act: string): string {
  writeFileSync(
    at('env.mjs'),
    `import { make } from ${JSON.stringify(resolve('dist/index.js'))}
    let steps = 0
    export default () => {
      const env = make('CartPole-v1')
      const step = env.step.bind(env)
      return Object.assign(env, { step(action) { if (++steps === 500) { ${act} } return step(action) } })
    }`,
  )
  return './env.mjs'
}

const until = async (holds: () => boolean) => {
  for (let tries = 0; !holds() && tries < 1500; tries++) await new Promise((wait) => setTimeout(wait, 20))
  expect(holds()).toBe(true)
}

test('an environment that never comes back ends at the second Ctrl-C, with the last checkpoint', async () => {
  const { child, ended } = start(folder.path, ...train('--env', environmentThat('for (;;);')))
  await until(() => existsSync(at('run/checkpoint/checkpoint.safetensors')))
  await new Promise((wait) => setTimeout(wait, 500))
  child.kill('SIGINT')
  await new Promise((wait) => setTimeout(wait, 300))
  expect(child.exitCode).toBe(null)
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
})

test('one that calls process.exit leaves a failure and a message', async () => {
  const { code, stderr } = await formscale(folder.path, ...train('--env', environmentThat('process.exit(0)')))
  expect(code).toBe(1)
  expect(stderr).toMatch(/^formscale: its environment, or other code in it, called process.exit\(0\)$/m)
  expect(readFileSync(at('run/failure.json'), 'utf8')).toContain('called process.exit(0)')
  const evaluated = await formscale(folder.path, 'eval', 'run')
  expect(evaluated).toMatchObject({ code: 1, stderr: expect.stringContaining('called process.exit') })
})

test('one that does so under --profile, too', async () => {
  const { code, stderr } = await formscale(
    folder.path,
    ...train('--env', environmentThat('process.exit(0)'), '--profile'),
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^formscale: environment .\/env.mjs: it, or other code that it loads, called process.exit$/m,
  )
  expect(readFileSync(at('run/failure.json'), 'utf8')).toContain('called process.exit')
  expect(readdirSync(at('run'))).not.toContain('in-use.json')
})

test('one that waits for nothing while it is loaded is told so', async () => {
  writeFileSync(at('env.mjs'), 'await new Promise(() => {})')
  const { code, stderr } = await formscale(folder.path, ...train('--env', './env.mjs'))
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^formscale: environment .\/env.mjs: it, .*, waits for a promise that nothing will settle$/m,
    ),
  ])
})

/** An f that is `a2c`'s until its 20,000th call. */
function updateThat(act: string): string {
  writeFileSync(
    at('f.mjs'),
    `let calls = 0\nexport default (o, r) => { if (++calls === 20_000) { ${act} } return r }`,
  )
  return './f.mjs'
}

test.each([[[]], [['--profile']]])(
  'an f that calls process.exit leaves a failure and a message %j',
  async (more) => {
    const { code, stderr } = await formscale(
      folder.path,
      ...train('--env', 'CartPole-v1', '--update', updateThat('process.exit(0)'), ...more),
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/^formscale: .*called process.exit/m)
    expect(readFileSync(at('run/failure.json'), 'utf8')).toContain('called process.exit')
  },
)

test('an f that never comes back ends at the second Ctrl-C', async () => {
  const { child, ended } = start(
    folder.path,
    ...train('--env', 'CartPole-v1', '--update', updateThat('for (;;);')),
  )
  await until(() => existsSync(at('run/checkpoint/checkpoint.safetensors')))
  await new Promise((wait) => setTimeout(wait, 500))
  for (const isLast of [false, true]) {
    child.kill('SIGINT')
    if (!isLast) await new Promise((wait) => setTimeout(wait, 300))
  }
  expect((await ended).code).toBe(130)
})

test.each(['SIGHUP', 'SIGTERM'] as const)('%s leaves a checkpoint and a result', async (signal) => {
  const { child, ended } = start(folder.path, ...train('--env', slowEnvironment(folder.path).id))
  await until(() => existsSync(at('run/checkpoint/checkpoint.safetensors')))
  child.kill(signal)
  expect((await ended).code).toBe(signal === 'SIGHUP' ? 129 : 143)
  expect(resultIn(at('run'))?.status).toBe('stopped')
  expect(readdirSync(at('run'))).not.toContain('in-use.json')
})

test('a sweep that loses its terminal leaves checkpoints and says how to go on', async () => {
  const slow = slowEnvironment(folder.path)
  const study = `environments: [${slow.id}]\nupdates: [ppo]\nseeds: 1\nbudget: { totalSteps: 6400 }\n`
  const settings = 'settings: { rolloutSteps: 32, checkpointEvery: 1, network.hidden: [8] }\n'
  writeFileSync(at('study.yaml'), study + settings)
  const command = ['sweep', 'study.yaml', '--out', 'study']
  const { child, ended } = start(folder.path, ...command, '--allow-env', '.')
  const run = at('study/slow.mjs/ppo/seed-1')
  await until(() => existsSync(join(run, 'checkpoint/checkpoint.safetensors')))
  child.kill('SIGHUP')
  const { code, stdout } = await ended
  expect([code, stdout]).toEqual([129, expect.stringContaining(`formscale ${command.join(' ')} --resume`)])
  expect(resultIn(run)?.status).toBe('stopped')
  expect([...readdirSync(at('study')), ...readdirSync(run)]).not.toContain('in-use.json')
  slow.hurry()
  expect((await formscale(folder.path, ...command, '--resume')).code).toBe(0)
  expect(resultIn(run)).toMatchObject({ status: 'finished', steps: 6400 })
})

test.each(['full', 'closed'])('a stderr that is %s does not end a run', async (how) => {
  const command = `"$0" "$@" ${how === 'full' ? '2>/dev/full' : '2>&-'}`
  const words = [process.execPath, resolve('dist/cli/main.js'), ...train('--env', 'CartPole-v1')]
  const child = spawn('sh', ['-c', command, ...words], { cwd: folder.path, stdio: 'ignore' })
  expect(await new Promise((done) => child.once('exit', done))).toBe(0)
  expect(resultIn(at('run'))?.status).toBe('finished')
})

test('names and messages cannot write to the terminal what is not text', async () => {
  const name = 'x\u001b[2J\nformscale: forged'
  writeFileSync(at('update.json'), JSON.stringify({ name, form: 'policy', reference: 'logprob' }))
  const { stdout, stderr } = await formscale(
    folder.path,
    ...train('--env', 'CartPole-v1', '--update', 'update.json'),
  )
  const bad = environmentThat("throw new Error('\u001b]0;title\u0007\u009b31m')")
  const failed = await formscale(folder.path, 'train', '--env', bad, '--steps', '6400')
  const report = await formscale(folder.path, 'report', 'run')
  for (const text of [stdout, stderr, failed.stderr, report.stdout, report.stderr]) {
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(text).not.toMatch(/^formscale: forged/m)
  }
  expect(stderr).toContain('x\\x1b[2J\\nformscale: forged')
})

test('too few files is one line', async () => {
  const child = spawn(
    'sh',
    ['-c', 'ulimit -n 20; "$0" "$@"', process.execPath, resolve('dist/cli/main.js'), 'envs'],
    {
      cwd: folder.path,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0)
    expect(stderr).toMatch(/^formscale: .*too many files are open; raise the limit \(ulimit -n\).*\n$/)
})
