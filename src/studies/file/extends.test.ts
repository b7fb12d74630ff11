import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pointOf } from '../../updates/index.ts'
import { runsOf } from '../study.ts'
import { readStudyFile } from './read.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-extends-'))
  mkdirSync(join(dir, 'more'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function write(name: string, text: string): string {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

const base = `about: below
environments: [CartPole-v1]
updates:
  - ppo
  - base: spo
    settings: { epochs: 2 }
seeds: 2
budget: { totalSteps: 1000 }
settings:
  numEnvs: 8
  optimiser: { learningRate: 1e-3, schedule: constant }
`

const read = (text: string) => {
  write('base.yaml', base)
  return readStudyFile(write('study.yaml', text))
}

describe('a study that extends another', () => {
  test('has its keys one by one, and lists as wholes', () => {
    const { study, about } = read(
      'extends: base.yaml\nseeds: [7]\nsettings: { optimiser.learningRate: 0.5 }\n',
    )
    expect(about).toBe('below')
    expect(study.seeds).toEqual([7])
    expect(study.members.map(({ name }) => name)).toEqual(['ppo', 'spo'])
    const [{ config }] = runsOf(study)
    expect(config).toMatchObject({
      numEnvs: 8,
      totalSteps: 1000,
      optimiser: { learningRate: 0.5, schedule: 'constant' },
    })
    expect(read('extends: base.yaml\nupdates: [a2c]\n').study.members).toHaveLength(1)
  })

  test('through several files, those in folders below as well', () => {
    write('more/middle.yaml', `${base.replace('numEnvs: 8', 'numEnvs: 16')}`)
    write('upper.yaml', 'extends: more/middle.yaml\nseeds: [3]\n')
    const [{ config }] = runsOf(read('extends: upper.yaml\nbudget: { totalSteps: 77 }\n').study)
    expect(config).toMatchObject({ numEnvs: 16, seed: 3, totalSteps: 77 })
  })

  test('keeps the order of what it changes: spaces draw by their place', () => {
    const search =
      'search: { method: random, metric: final return, seeds: [9], trials: 3, spaces: { a: { base: ppo, space: { gaeLambda: {from: 0.5, to: 0.9} } }, b: { base: ppo, space: { gaeLambda: {from: 0.5, to: 0.9} } } } }\n'
    write('search.yaml', base + search)
    const { search: own } = read('extends: search.yaml\nsearch: { spaces: { a: { scale: { beta: 1 } } } }\n')
    const { search: plain } = readStudyFile(join(dir, 'search.yaml'))
    const drawn = (of: typeof own) =>
      of!.spaces.map(({ trials }) => trials.map(({ coordinates }) => coordinates))
    expect(drawn(own)).toEqual(drawn(plain))
    expect(pointOf(own!.spaces[0].trials[0].member.update).scale.beta).toBe(1)
  })

  test('takes a part of another kind as a whole', () => {
    write(
      'spaces.yaml',
      `${base}search:
  method: grid
  metric: final return
  seeds: [9]
  spaces: { a: { base: ppo, scale: { trust: { kind: clip, low: 0.1, high: 0.1 } }, space: { epochs: [1] } } }
`,
    )
    const { search } = read(
      'extends: spaces.yaml\nsearch: { spaces: { a: { scale: { trust: { kind: linear, epsilon: 1 } } } } }\n',
    )
    expect(pointOf(search!.spaces[0].trials[0].member.update).scale.trust).toEqual({
      kind: 'linear',
      epsilon: 1,
    })
  })

  test('leaves a text that stands alone and says the same', () => {
    const file = read('extends: base.yaml\nseeds: [7]\nsettings: { optimiser.learningRate: 0.5 }\n')
    const alone = readStudyFile(write('alone.yaml', file.text))
    expect(alone.study).toEqual(file.study)
    expect(alone.text).toBe(file.text)
    expect(file.text).not.toContain('extends:')
    // Without extends, the text stays as it was, comments and all.
    const plain = `# a word\n${base}`
    expect(read(plain).text).toBe(plain)
  })
})

describe('an error is shown in the file that it comes from', () => {
  test.each([
    ['settings: { gama: 1 }', /study\.yaml:2:13: unknown setting 'gama'/],
    ['budget: { totalSteps: 0 }', /study\.yaml:2:11: budget\.totalSteps is 0/],
    ['updates: [{ base: ppo, bas: 1 }]', /study\.yaml:2:24: unknown key 'updates\.0\.bas'/],
    ['settings: { minibatches: 4096 }', /study\.yaml:2:13: minibatches is 4096/],
    ['extend: x', /study\.yaml:2:1: unknown key 'extend'; did you mean extends\?/],
  ])('%s', (line, message) => {
    expect(() => read(`extends: base.yaml\n${line}\n`)).toThrow(message)
  })

  test('below', () => {
    write('wrong.yaml', base.replace('numEnvs: 8', 'numEnvs: 0'))
    expect(() => read('extends: wrong.yaml\nsettings: { epochs: 3 }\n')).toThrow(
      /wrong\.yaml:10:3: numEnvs is 0/,
    )
    write('broken.yaml', 'a: [')
    expect(() => read('extends: broken.yaml\n')).toThrow(/broken\.yaml:1:\d+: /)
  })
})

describe('a file may extend only what lies beside or below it', () => {
  test.each([
    [
      '../base.yaml',
      /study\.yaml:1:1: extends is "\.\.\/base\.yaml"; it must be a \.yaml file in the folder/,
    ],
    ['more/../../x.yaml', /it must be a \.yaml file/],
    ['/etc/base.yaml', /it must be a \.yaml file/],
    ['base.json', /it must be a \.yaml file/],
    ['[base.yaml]', /it must be a \.yaml file/],
    ['absent.yaml', /study\.yaml:1:1: extends is "absent\.yaml"; there is no file .*absent\.yaml/],
    ['study.yaml', /study\.yaml:1:1: extends is "study\.yaml", which leads back to the file itself/],
  ])('%s', (target, message) => {
    expect(() => read(`extends: ${target}\nseeds: 1\n`)).toThrow(message)
  })

  test('nor a circle of files, nor a link that leads out', () => {
    write('one.yaml', 'extends: two.yaml\n')
    write('two.yaml', 'extends: one.yaml\n')
    expect(() => read('extends: one.yaml\n')).toThrow(
      /two\.yaml:1:1: extends is "one\.yaml", which leads back/,
    )
    symlinkSync(join(dir, 'one.yaml'), join(dir, 'more', 'link.yaml'))
    const inner = write('more/inner.yaml', 'extends: link.yaml\n')
    expect(() => readStudyFile(inner)).toThrow(/inner\.yaml:1:1: .* a link out of the file's folder/)
  })
})
