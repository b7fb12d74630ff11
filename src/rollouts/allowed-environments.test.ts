import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAllowed } from './allowed-environments.ts'
import { isOwnCode } from './one-thread.ts'

it.each([
  ['CartPole-v1', false],
  ['gymnasium:LunarLander-v3', false],
  ['gymnasium:LunarLander-v3?gravity=-9', false],
  ['gymnasium:my_package:Mine-v0', true],
  ['gymnasium:GymV26Environment-v0?env_id=evil%3AMine', true],
  ['./mine.mjs', true],
  ['/srv/envs/mine.ts', true],
  ['mine.cjs', true],
])('%s is own code: %s', (env, expected) => {
  expect(isOwnCode(env)).toBe(expected)
})

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-allowed-'))
  for (const folder of ['envs', 'envs-of-others']) mkdirSync(join(dir, folder))
  for (const file of ['envs/mine.mjs', 'envs-of-others/evil.mjs']) writeFileSync(join(dir, file), '')
  symlinkSync(join(dir, 'envs-of-others/evil.mjs'), join(dir, 'envs/link.mjs'))
})
afterAll(() => rmSync(dir, { recursive: true }))

it.each([
  ['envs/mine.mjs', true],
  ['envs/../envs/mine.mjs', true],
  ['envs/link.mjs', false],
  ['envs/../envs-of-others/evil.mjs', false],
  ['envs-of-others/evil.mjs', false],
  ['envs/missing.mjs', false],
])('with the folder envs allowed, %s is: %s', (file, expected) => {
  expect(isAllowed(join(dir, file), [join(dir, 'envs')])).toBe(expected)
})

it('takes a file or an id by its name', () => {
  expect(isAllowed(join(dir, 'envs/mine.mjs'), [join(dir, 'envs/mine.mjs')])).toBe(true)
  expect(isAllowed('gymnasium:a:B-v0', ['gymnasium:a:B-v0'])).toBe(true)
  expect(isAllowed('gymnasium:a:C-v0', ['gymnasium:a:B-v0', dir])).toBe(false)
  expect(isAllowed(join(dir, 'envs/mine.mjs'), [])).toBe(false)
})
