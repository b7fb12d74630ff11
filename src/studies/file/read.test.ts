import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { catalogue, pointOf } from '../../updates/index.ts'
import { runsOf } from '../study.ts'
import { readStudyFile } from './read.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-study-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function read(text: string) {
  const path = join(dir, 'study.yaml')
  writeFileSync(path, text)
  return readStudyFile(path)
}

const rest = 'environments: [CartPole-v1]\nseeds: 1\nbudget: {totalSteps: 1000}\n'
const membersOf = (updates: string) => read(`updates:\n${updates}\n${rest}`).study.members
const namesOf = (updates: string) => membersOf(updates).map(({ name }) => name)

describe('updates', () => {
  test('a name is the member of the catalogue', () => {
    expect(membersOf('  - spo')[0]).toEqual({ name: 'spo', update: catalogue.spo, settings: {} })
  })

  test('a base with changes is named after them, unless it has a name', () => {
    const [own, named] = membersOf(
      '  - {base: ppo, scale: {alphaR: 0.5, trust: {high: 0.3}}}\n  - {base: ppo, name: mine, scale: {beta: 1}}',
    )
    expect(own.name).toBe('ppo+alphaR=0.5+high=0.3')
    expect(own.update.scale).toEqual({
      ...catalogue.ppo.scale,
      alphaR: 0.5,
      trust: { kind: 'clip', low: 0.2, high: 0.3 },
    })
    expect([named.name, named.update.name, pointOf(named.update).scale.beta]).toEqual(['mine', 'mine', 1])
  })

  test('a trust region of another kind takes the place of the old one', () => {
    const [{ update }] = membersOf('  - {base: ppo, scale: {trust: {kind: linear, epsilon: 0.1}}}')
    expect(pointOf(update).scale.trust).toEqual({ kind: 'linear', epsilon: 0.1 })
  })

  test('a point may be spelled out', () => {
    const [{ update }] = membersOf('  - {name: q, form: value, reference: output, temperature: 2}')
    expect(update).toMatchObject({ name: 'q', form: 'value', reference: 'output', temperature: 2 })
  })

  test('a grid is all combinations, the last axis fastest, over the point and over settings', () => {
    const members = membersOf(`
  - base: ppo
    grid:
      scale.alphaR: [-1, 1]
      scale.trust: [{kind: none}, {kind: linear, epsilon: 0.2}]
      optimiser.learningRate: {from: 1e-4, to: 1e-2, log: true, points: 3}`)
    expect(members).toHaveLength(12)
    expect(members[0].name).toBe('ppo+alphaR=-1+trust=none+learningRate=0.0001')
    expect(members[1].name).toBe('ppo+alphaR=-1+trust=none+learningRate=0.001')
    const last = members[11]
    expect(last.update.name).toBe('ppo+alphaR=1+trust=linear-0.2')
    expect(last.update.scale).toMatchObject({ alphaR: 1, trust: { kind: 'linear', epsilon: 0.2 } })
    expect(last.settings).toEqual({ optimiser: { learningRate: 0.01 } })
  })

  test('ranges: linear, logarithmic, whole', () => {
    const names = (axis: string) => namesOf(`  - {base: ppo, grid: {epochs: ${axis}}}`)
    expect(names('{from: 1, to: 9, points: 3}')).toEqual(['ppo+epochs=1', 'ppo+epochs=5', 'ppo+epochs=9'])
    expect(names('{from: 1, to: 100, log: true, points: 3}')[1]).toBe('ppo+epochs=10')
    expect(names('{from: 1, to: 2, integer: true, points: 5}')).toEqual(['ppo+epochs=1', 'ppo+epochs=2'])
  })

  test('axes with the same last word keep their paths', () => {
    const [name] = namesOf('  - {base: ppo, grid: {scale.robust.kind: [none], optimiser.kind: [sgd]}}')
    expect(name).toBe('ppo+scale.robust.kind=none+optimiser.kind=sgd')
  })
})

test('seeds: how many, which, or from where', () => {
  const seeds = (text: string) =>
    read(`updates: [ppo]\n${rest.replace('seeds: 1', `seeds: ${text}`)}`).study.seeds
  expect(seeds('3')).toEqual([1, 2, 3])
  expect(seeds('[7, 5]')).toEqual([7, 5])
  expect(seeds('{first: 11, count: 2}')).toEqual([11, 12])
})

test('American spelling names the same settings in every layer, and in errors', () => {
  const { study } = read(`environments:
  - {id: CartPole-v1, settings: {normalizeRewards: true}}
updates:
  - {base: ppo, settings: {optimizer: {beta1: 0.5}}, grid: {optimizer.learningRate: [0.1]}}
seeds: 1
budget: {totalSteps: 1}
settings: {optimiser.kind: adam, normalizeObservations: true}`)
  const [{ config }] = runsOf(study)
  expect(config).toMatchObject({ normaliseRewards: true, normaliseObservations: true })
  expect(config.optimiser).toMatchObject({ kind: 'adam', beta1: 0.5, learningRate: 0.1 })
  expect(study.members[0].name).toBe('ppo+learningRate=0.1')
})

test('settings go in layers: study, environment, update, grid', () => {
  const { study } = read(`
environments:
  - CartPole-v1
  - id: Acrobot-v1
    budget: {totalSteps: 2000}
    settings: {optimiser: {learningRate: 0.02}, gamma: 0.9}
updates:
  - ppo
  - {base: spo, settings: {gamma: 0.8, epochs: 2}, grid: {epochs: [3]}}
seeds: [4]
budget: {totalSteps: 1000}
settings: {optimiser.kind: sgd, optimiser.learningRate: 0.01, gamma: 0.5}`)
  const found = runsOf(study).map(({ config: { env, totalSteps, optimiser, gamma, epochs, seed } }) => [
    env,
    ...[totalSteps, optimiser.kind, optimiser.learningRate, gamma, epochs, seed],
  ])
  expect(found).toEqual([
    ['CartPole-v1', 1000, 'sgd', 0.01, 0.5, 4, 4],
    ['CartPole-v1', 1000, 'sgd', 0.01, 0.8, 3, 4],
    ['Acrobot-v1', 2000, 'sgd', 0.02, 0.9, 4, 4],
    ['Acrobot-v1', 2000, 'sgd', 0.02, 0.8, 3, 4],
  ])
})

describe('an error has its line and column', () => {
  const text = `environments:
  - CartPole-v1
  - id: Acrobot-v1
    settings: {gamma: 0.9}
updates:
  - ppo
  - base: ppo
    scale: {beta: 0.1}
    grid:
      scale.alphaR: [-1, 1]
      epochs: {from: 1, to: 4, points: 2, integer: true}
seeds: 2
budget: {totalSteps: 4096}
settings: {optimiser.kind: sgd}
`
  it.each([
    ['gamma: 0.9', 'gama: 0.9', /:4:16: unknown setting 'gama'; did you mean gamma\?/],
    [
      'gamma: 0.9',
      'batchSize: 9',
      /:4:16: unknown setting 'batchSize'; here it is minibatches, their number/,
    ],
    ['optimiser.kind: sgd', 'optimizer.kind: sdg', /:14:12: optimiser\.kind is "sdg"/],
    [
      'optimiser.kind: sgd',
      'optimizer: {lr: 1}',
      /:14:24: unknown setting 'optimiser\.lr'; here it is optimiser\.learningRate/,
    ],
    [
      'gamma: 0.9',
      'normalizeRewards: true, normaliseRewards: true',
      /:4:16: normalizeRewards and normaliseRewards are the same/,
    ],
    ['gamma: 0.9', 'gamma: 9', /:4:16: gamma is 9/],
    ['gamma: 0.9', 'gamma: &a [*a]', /study\.yaml: an alias stands within what it names; write it out/],
    ['gamma: 0.9', 'gamma: "\\n\\x9b"', /:4:16: gamma is "\\n\\x9b"/],
    ['sgd', 'sdg', /:14:12: optimiser\.kind is "sdg"/],
    ['alphaR:', 'alphR:', /:10:7: update\.scale\.alphR is unknown/],
    ['[-1, 1]', '[-1000, 1]', /:10:7: update\.scale\.alphaR is -1000; it must be a number in/],
    ['[-1, 1]', '[]', /:10:7: updates\.1\.grid\.scale\.alphaR is \[\]/],
    ['beta: 0.1', 'beta: x', /:8:13: update\.scale\.beta is "x"/],
    ['- ppo', '- pppo', /:6:5: unknown update 'pppo'; did you mean ppo\?/],
    ['points: 2, ', '', /:11:7: a range in a grid needs points/],
    ['from: 1', 'from: 5', /:11:25: to is 4; it must be larger than from, 5/],
    ['from: 1', 'from: 1.5', /:11:45: a range with integer: true needs whole numbers/],
    ['seeds: 2', 'seeds: many', /:12:1: seeds is "many"; write how many/],
    ['seeds: 2', 'seeds: [1, 1]', /:12:1: seeds is \[1,1\]; a seed is listed twice/],
    ['budget: {totalSteps: 4096}', '', /:1:1: budget is missing/],
    ['totalSteps: 4096', 'totalSteps: 0.5', /:13:10: budget\.totalSteps is 0\.5; it must be a whole number$/],
    ['totalSteps: 4096', 'totalSteps: -1', /:13:10: budget\.totalSteps is -1; it must be at least 1$/],
    ['{totalSteps: 4096}', '4096', /:13:1: budget is 4096; it must be a group of keys$/],
    ['environments', 'enviroments', /:1:1: unknown key 'enviroments'; did you mean environments\?/],
    ['optimiser.kind: sgd', 'totalSteps: 9', /:14:12: totalSteps stands under 'budget'/],
    ['base: ppo', 'bas: ppo', /:7:5: unknown key 'updates\.1\.bas'; did you mean updates\.1\.base\?/],
    [
      '- ppo',
      '- {base: spo, name: ppo+beta=0.1+alphaR=-1+epochs=1}',
      /:7:5: two are called 'ppo\+beta=0.1\+alphaR=-1\+epochs=1'; give each update/,
    ],
    [
      '- ppo',
      '- {base: spo, name: PPO+beta=0.1+alphaR=-1+epochs=1}',
      /:7:5: .* would share the folder .* where letter case is ignored/,
    ],
    ['id: Acrobot-v1', 'id: CartPole-v1', /:3:5: two are called 'CartPole-v1'; list each once/],
    ['- ppo', '- [ppo', /:7:3: Flow sequence/],
  ])('%s → %s', (from, to, message) => {
    expect(text).toContain(from)
    expect(() => read(text)).not.toThrow()
    expect(() => read(text.replace(from, to))).toThrow(message)
  })

  test('the environment that is unknown', () => {
    expect(read(text).environmentError(1, 'no').message).toMatch(/:3:5: no$/)
  })
})

describe('the studies that come with formscale', () => {
  const folder = new URL('../../../studies/', import.meta.url).pathname
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  it('are some', () => expect(files.length).toBeGreaterThan(1))
  it.each(files)('%s can be read, down to the settings of every run', (file) => {
    const { study, search, text } = readStudyFile(join(folder, file))
    expect(text).not.toMatch(/^extends:/m)
    expect(runsOf(study).length + (search?.spaces.length ?? 0)).toBeGreaterThan(0)
  })
})

describe('search', () => {
  const text = `
environments: [CartPole-v1]
seeds: [11]
budget: {totalSteps: 1000}
search:
  method: random
  metric: final return
  seeds: [1, 2]
  trials: 3
  spaces:
    found: {base: ppo, space: {scale.beta: {from: 0, to: 1}, epochs: [1, 2]}}
`

  test('trials are members with coordinates, and numbers for names', () => {
    const { search, study } = read(text)
    expect(study.members).toEqual([])
    expect(search).toMatchObject({ metric: 'final return', seeds: [1, 2], rungs: 1 })
    const [{ name, trials }] = search!.spaces
    expect([name, trials.map(({ member }) => member.update.name)]).toEqual([
      'found',
      ['found-001', 'found-002', 'found-003'],
    ])
    for (const { member, coordinates } of trials)
      expect(Object.fromEntries(coordinates)).toEqual({
        'scale.beta': pointOf(member.update).scale.beta,
        epochs: member.settings.epochs,
      })
  })

  test('a grid tries all points', () => {
    const grid = text.replace('random', 'grid').replace('  trials: 3\n', '')
    const { search } = read(grid.replace('to: 1}', 'to: 1, points: 3}'))
    expect(search!.spaces[0].trials).toHaveLength(6)
    expect(() => read(grid)).toThrow(/:10:32: a range in a grid needs points/)
  })

  it.each([
    ['seeds: [1, 2]', 'seeds: [11, 2]', /:8:3: seed 11 is also among the study's seeds/],
    ['random', 'asha', /:9:3: search\.trials is 3; with 3 rungs and reduction 3 .* at least 9 trials/],
    ['  trials: 3\n', '', /:5:1: search\.trials is missing/],
    ['trials: 3', 'trials: 3\n  rungs: 2', /:10:3: rungs is for method: asha/],
    ['final return', 'return', /:7:3: search\.metric is "return"; it must be one of final return, /],
    ['from: 0, to: 1', 'from: 1, to: 1', /:11:54: to is 1; it must be larger than from, 1/],
    [
      'from: 0, to: 1',
      'from: -1, to: -0.5',
      /:11:32: update\.scale\.beta is -0\.\d+; it must be a number in \[0/,
    ],
    ['epochs: [1, 2]', 'epohcs: [1, 2]', /:11:62: unknown setting 'epohcs'; did you mean epochs\?/],
    ['epochs: [1, 2]', '"": [1, 2]', /:11:62: unknown setting ''/],
    ['epochs: [1, 2]', 'epochs: 3', /:11:62: an axis is 3; write a list of values, or \{from, to\}/],
    ['epochs: [1, 2]', 'totalSteps: [9]', /:11:62: totalSteps stands under 'budget'/],
    ['seeds: [11]', 'seeds: [11]\nupdates: [{base: a2c, name: found}]', /:12:5: two are called 'found'/],
    ['search:', 'serach:', /:5:1: unknown key 'serach'; did you mean search\?/],
  ])('%s → %s', (from, to, message) => {
    expect(text).toContain(from)
    expect(() => read(text.replace(from, to))).toThrow(message)
  })
})
