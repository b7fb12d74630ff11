import { renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formscale, testFolder } from './formscale.ts'

const corridor = resolve('examples/environments/corridor.ts')
const folder = testFolder()

/** Writes a JavaScript file into the test's folder; its name. */
function file(text: string): string {
  writeFileSync(join(folder.path, 'env.mjs'), text)
  return './env.mjs'
}

describe("an environment of one's own", () => {
  it('in TypeScript is checked, trained on, and played', async () => {
    const check = await formscale(folder.path, 'envs', 'check', corridor)
    expect(check).toMatchObject({ code: 0 })
    expect(check.stdout).not.toMatch(/failed|skipped/)
    const train = await formscale(folder.path, 'train', '--env', corridor, '--steps', '8192', '--out', 'run')
    expect(train).toMatchObject({ code: 0 })
    const evaluation = await formscale(folder.path, 'eval', 'run', '--episodes', '50', '--json')
    // Straight to the exit is worth 0.6; a random walk is below −1.
    expect(JSON.parse(evaluation.stdout).meanReturn).toBeGreaterThan(0.3)
  })

  it('from a function in JavaScript is compared in threads', async () => {
    const env = file(`
      const space = { kind: 'box', shape: [1], low: [0], high: [1] }
      export default () => ({
        observationSpace: space,
        actionSpace: { kind: 'discrete', n: 2 },
        reset: () => new Float32Array(1),
        step: (action) => ({ observation: new Float32Array(1), reward: action, terminated: true, truncated: false }),
      })`)
    const compare = await formscale(
      folder.path,
      'compare',
      '--env',
      env,
      '--updates',
      'ppo,a2c',
      '--seeds',
      '1',
      '--steps',
      '4096',
    )
    expect(compare).toMatchObject({ code: 0 })
    expect(compare.stdout).toMatch(/^ppo /m)
  })

  it.each([
    ['is missing', () => './none.ts', 'there is no environment file ./none.ts'],
    ['has a syntax error', () => file('export default class {'), "./env.mjs can't be loaded"],
    ['exports nothing', () => file('const x = 1'), './env.mjs has no default export; export default a class'],
    [
      'exports something else',
      () => file('export default 3'),
      './env.mjs has a number as its default export',
    ],
    [
      'makes something else',
      () => file('export default () => ({ reset() {} })'),
      'makes something without observationSpace',
    ],
    [
      'has a constructor that throws',
      () => file("export default class { constructor() { throw new Error('no display') } step() {} }"),
      './env.mjs: the constructor of its environment threw: no display',
    ],
    [
      'makes it later',
      () => file('export default async () => ({})'),
      './env.mjs: the function that makes its environment gave a promise',
    ],
  ])('%s: one line says so', async (_name, source, message) => {
    for (const command of [
      ['envs', 'check'],
      ['train', '--env'],
    ]) {
      const { code, stderr } = await formscale(folder.path, ...command, source())
      expect(code).toBe(1)
      expect(stderr).toContain(message)
      expect(stderr.trim().split('\n').length).toBe(1)
    }
  })

  it('with a fault fails its check, by name', async () => {
    const env = file(`
      let count = 0
      export default class {
        observationSpace = { kind: 'box', shape: [1], low: [0], high: [1] }
        actionSpace = { kind: 'discrete', n: 2 }
        reset() { return Float32Array.of(0) }
        step() { return { observation: Float32Array.of(0), reward: count++, terminated: true, truncated: false } }
      }`)
    const { code, stdout, stderr } = await formscale(folder.path, 'envs', 'check', env)
    expect(code).toBe(1)
    expect(stdout).toMatch(/the same seed repeats +failed/)
    expect(stderr).toContain('1 of 7 checks failed: the same seed repeats')
  })

  it('shows what it says of itself without the control characters in it', async () => {
    const env = file(`
      export default class {
        id = 'red\\u001b[31m\\nformscale: all is well'
        observationSpace = { kind: 'box', shape: [1], low: [0], high: [1] }
        actionSpace = { kind: 'discrete', n: 2 }
        reset() { return Float32Array.of(0) }
        step() { return { observation: Float32Array.of(0), reward: 0, terminated: true, truncated: false } }
      }`)
    const name = './red\x1b[31m.mjs'
    renameSync(join(folder.path, env), join(folder.path, name))
    const shows = await formscale(folder.path, 'envs', name)
    expect(shows).toMatchObject({ code: 0 })
    expect(shows.stdout).toMatch(/^\.\/red\\x1b\[31m\.mjs\n/)
    const check = await formscale(folder.path, 'envs', 'check', name)
    for (const { stdout } of [shows, check]) expect(stdout).not.toContain('\x1b')
  })
})
