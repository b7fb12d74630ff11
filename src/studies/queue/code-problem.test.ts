import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../../updates/index.ts'
import { codeProblem } from './code-problem.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-code-'))
  mkdirSync(join(dir, 'mine'))
  for (const file of ['mine/f.mjs', 'mine/env.mjs', 'other.mjs']) writeFileSync(join(dir, file), '')
  symlinkSync(join(dir, 'other.mjs'), join(dir, 'mine', 'link.mjs'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const problem = (env: string, own: string | undefined, environments: string[], updates: string[]) => {
  const update = own === undefined ? catalogue.ppo : { ...catalogue.ppo, name: 'mine', scale: { own } }
  return codeProblem({ env, update, trajectories: null }, { environments, updates })
}
const at = (file: string) => join(dir, file)

test('a built-in environment and a point are no code', () => {
  expect(problem('CartPole-v1', undefined, [], [])).toBeUndefined()
})

test('an update file is loaded from the folders of --allow-update alone, and by its own name', () => {
  expect(problem('CartPole-v1', at('mine/f.mjs'), [], [at('mine')])).toBeUndefined()
  expect(problem('CartPole-v1', at('mine/f.mjs'), [], [at('mine/f.mjs')])).toBeUndefined()
  const refused = `runs of update ${at('mine/f.mjs')}: it is code, and --allow-update doesn't name it or its folder`
  expect(problem('CartPole-v1', at('mine/f.mjs'), [], [])).toBe(refused)
  expect(problem('CartPole-v1', at('mine/f.mjs'), [at('mine')], [])).toBe(refused)
})

test('neither a way out of the folder nor a link leads anywhere', () => {
  for (const way of ['mine/../other.mjs', 'mine/link.mjs'])
    expect(problem('CartPole-v1', at(way), [], [at('mine')])).toMatch(/--allow-update doesn't name it/)
})

test('a file that is not on this machine is said to be missing, and an f that has no file is refused', () => {
  expect(problem('CartPole-v1', at('no.mjs'), [], [dir])).toBe(
    `runs of update ${at('no.mjs')}: there is no such file`,
  )
  expect(problem('CartPole-v1', 'mine', [], [dir])).toBe('runs of update mine: there is no such file')
})

test('data is read from the folders of --allow-env alone', () => {
  writeFileSync(at('mine/log.csv'), '')
  const problems = (file: string, environments: string[]) =>
    [
      { env: 'CartPole-v1', trajectories: file },
      { env: `log:${file}`, trajectories: null },
    ].map((one) => codeProblem({ ...one, update: catalogue.ppo }, { environments, updates: [] }))
  expect(problems(at('mine/log.csv'), [at('mine')])).toEqual([undefined, undefined])
  for (const file of [at('mine/log.csv'), at('mine/../other.mjs'), at('mine/link.mjs')])
    for (const problem of problems(file, file.includes('log') ? [] : [at('mine')]))
      expect(problem).toBe(
        `runs from ${file}: it is a file of this machine, and --allow-env doesn't name it or its folder`,
      )
  for (const problem of problems(at('none.csv'), [dir]))
    expect(problem).toBe(`runs from ${at('none.csv')}: there is no such file`)
})

test('an environment file is loaded from the folders of --allow-env alone', () => {
  expect(problem(at('mine/env.mjs'), undefined, [at('mine')], [])).toBeUndefined()
  expect(problem(at('mine/env.mjs'), undefined, [], [at('mine')])).toMatch(/--allow-env doesn't name it/)
})
