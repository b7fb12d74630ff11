import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()
const at = (...path: string[]) => join(folder.path, ...path)
const small = ['--steps', '1024', '--set', 'network.hidden=[8]', '--set', 'numEnvs=4', '--plain']
const train = (...args: string[]) => formscale(folder.path, 'train', ...args)
const json = (...path: string[]) => JSON.parse(readFileSync(at(...path), 'utf8'))

describe('train', () => {
  it('--resume --steps extends a run, and says what that does to its schedules', async () => {
    await train('--env', 'CartPole-v1', ...small, '--out', 'run')
    expect((await train('--resume', 'run')).stderr).toContain(
      'this run is finished already; --steps N extends it',
    )
    const { code, stdout, stderr } = await train('--resume', 'run', '--steps', '2048')
    expect(code).toBe(0)
    expect(stderr).toContain(
      '1,024 steps become 2,048: optimiser.learningRate now ends there, and goes on at 0.000125 where it was 0',
    )
    expect(stdout).toMatch(/status +finished/)
    expect(json('run', 'result.json')).toMatchObject({ status: 'finished', steps: 2048 })
    expect(json('run', 'config.json')).toMatchObject({
      changes: 'changes.jsonl',
      config: { totalSteps: 1024 },
    })

    const again = await train('--config', 'run', '--out', 'again')
    expect(again.stderr).toContain(
      'run was changed on the way, and this run will be: totalSteps=2048 at 1,024 steps',
    )
    expect(json('again', 'result.json')).toMatchObject({ steps: 2048 })
    expect(json('again', 'result.json').meanReturn).toBe(json('run', 'result.json').meanReturn)

    const less = await train('--resume', 'run', '--steps', '512')
    expect(less.stderr).toMatch(/totalSteps is 512, but 2048 steps are done; give more/)
  })

  it("--from takes a policy of the zoo or a policy's file, with the settings tuned for its environment", async () => {
    const { code, stderr } = await train(
      ...[
        '--from',
        'zoo:CartPole-v1',
        '--steps',
        '2048',
        '--set',
        'optimiser.learningRate=0',
        '--out',
        'zoo',
      ],
    )
    expect(stderr).toMatch(
      /settings tuned for CartPole-v1.*\n.*weights and normaliser of zoo:CartPole-v1 carry over/,
    )
    expect(code).toBe(0)
    // It balances every pole from the first step on.
    expect(json('zoo', 'result.json').episodes).toBe(0)
    expect(json('zoo', 'config.json').origin).toMatchObject({ from: { name: 'zoo:CartPole-v1' } })

    await formscale(folder.path, 'export', 'zoo', '--policy', 'kept.policy')
    const again = await train('--from', 'kept.policy', '--steps', '256', '--out', 'kept')
    expect(again).toMatchObject({ code: 0 })
    const other = await train('--from', 'kept.policy', '--env', 'Pendulum-v1', '--out', 'other')
    expect(other.stderr).toMatch(/weights of kept.policy don't fit: its observationSpace is/)
    expect((await train('--from', 'zoo:CartPole')).stderr).toMatch(/did you mean zoo:CartPole-v1\?/)
  })

  it('--from fine-tunes, and says what carries over', async () => {
    await train('--env', 'CartPole-v1', ...small, '--set', 'normaliseObservations=true', '--out', 'first')
    const { code, stderr } = await train(
      '--from',
      'first',
      '--update',
      'mse',
      '--steps',
      '512',
      '--out',
      'second',
    )
    expect(code).toBe(0)
    expect(stderr).toContain(
      'weights and normaliser of first carry over; optimiser, random streams, episodes and steps begin anew; the critic of first is left out',
    )
    expect(json('second', 'config.json')).toMatchObject({
      origin: { from: { name: 'first' } },
      config: { network: { hidden: [8] }, totalSteps: 512, update: { name: 'mse' } },
    })
    const repeated = await train('--config', 'second', '--out', 'third')
    expect(repeated.stderr).toContain('second began with the weights of first; --from first takes them too')
    const wrong = await train('--from', 'first', '--env', 'Acrobot-v1', '--out', 'wrong')
    expect(wrong.stderr).toMatch(/the weights of first don't fit: its observationSpace is box 4/)
    expect(wrong.code).toBe(1)
  })

  it('--resume begins again what had no checkpoint', async () => {
    await train('--env', 'CartPole-v1', ...small, '--out', 'run')
    const { meanReturn } = json('run', 'result.json')
    rmSync(at('run', 'checkpoint'), { recursive: true })
    rmSync(at('run', 'result.json'))
    expect(await train('--resume', 'run')).toMatchObject({ code: 0 })
    expect(json('run', 'result.json')).toMatchObject({ status: 'finished', meanReturn })
  })

  it('does all this with an environment of code, in a thread of its own', async () => {
    writeFileSync(
      at('mine.mjs'),
      `import { CartPole } from ${JSON.stringify(join(process.cwd(), 'dist/envs/index.js'))}\nexport default () => new CartPole()\n`,
    )
    await train('--env', './mine.mjs', ...small, '--out', 'run')
    await train('--resume', 'run', '--steps', '2048')
    expect(json('run', 'result.json')).toMatchObject({ status: 'finished', steps: 2048 })
    await train('--from', 'run', '--out', 'second')
    expect(json('second', 'config.json').origin.from.name).toBe('run')
    expect(json('second', 'result.json')).toMatchObject({ status: 'finished', steps: 2048 })
  })
})
