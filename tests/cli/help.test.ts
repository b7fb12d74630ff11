import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../src/updates/index.ts'
import { formscale, testFolder } from './formscale.ts'

const folder = testFolder()

const commands = [
  'train',
  'eval',
  'compare',
  'sweep',
  'report',
  'learn',
  'judge',
  'export',
  'import',
  'updates',
  'envs',
  'lab',
  'doctor',
]

describe('--help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await formscale('.', '--help')
    expect(code).toBe(0)
    for (const command of commands) expect(stdout).toContain(`  ${command} `)
  })

  it.each(commands)('of %s has examples and --debug', async (command) => {
    const { code, stdout, stderr } = await formscale('.', command, '--help')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`\\$ formscale ${command}`))
    expect(stdout).toContain('--debug')
  })

  it('of train lists the settings with defaults and meaning', async () => {
    const { stdout } = await formscale('.', 'train', '--help')
    expect(stdout).toMatch(/optimiser\.learningRate ~ +0\.00025 +learning rate/)
    expect(stdout).toMatch(/approxKl +nats +minibatches +mean of/)
  })
})

describe('--version', () => {
  it('prints the version', async () => {
    expect(await formscale('.', '--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })
})

describe('updates', () => {
  it('shows the catalogue with coordinates', async () => {
    const { code, stdout } = await formscale('.', 'updates')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ppo +policy +logprob +– +0 +0 +0 +1 +0 +– +clip 0\.2\/0\.2/m)
  })

  it('NAME shows all of a member, and which properties hold', async () => {
    const { stdout } = await formscale('.', 'updates', 'mse')
    expect(stdout).toMatch(/value: e_a/)
    expect(stdout).toMatch(/– rest point|✓ rest point/)
  })

  it('NAME --json is a file that updates takes', async () => {
    const { stdout } = await formscale('.', 'updates', 'cispo', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ name: 'cispo', form: 'policy', scale: { cap: 1.2 } })
  })

  it('FILE shows what it says of itself without the control characters in it', async () => {
    const about = 'all is well\x1b[2J\nformscale: really'
    writeFileSync(
      join(folder.path, 'point.json'),
      JSON.stringify({ ...catalogue.ppo, name: 'mine\x1b[31m', about }),
    )
    const { code, stdout } = await formscale(folder.path, 'updates', './point.json')
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'mine\\x1b[31m',
      '  all is well\\x1b[2J\\nformscale: really',
    ])
    expect(stdout).not.toContain('\x1b')
  })
})

describe('envs', () => {
  it('lists ids with spaces', async () => {
    expect((await formscale('.', 'envs')).stdout).toMatch(/^CartPole-v1 +box 4 +discrete 2/m)
  })

  it('ID shows bounds', async () => {
    expect((await formscale('.', 'envs', 'CartPole-v1')).stdout).toContain('[-4.8, 4.8]')
  })
})
