import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CartPole } from '../../envs/index.ts'
import { train } from '../train.ts'
import { requireMakeable } from './make-folder.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('what can be made is not made yet', () => {
  requireMakeable(join(dir, 'a', 'b', 'c'))
  expect(readdirSync(dir)).toEqual([])
})

test('below a file there is no folder', () => {
  writeFileSync(join(dir, 'file'), '')
  expect(() => requireMakeable(join(dir, 'file', 'run'))).toThrow(/ENOTDIR/)
})

test.skipIf(!existsSync('/proc/self'))(
  'a folder that cannot be made is refused before anything else is done',
  async () => {
    let made = 0
    const env = () => {
      made++
      return new CartPole()
    }
    await expect(train({ env, out: '/proc/x/y' })).rejects.toThrow(
      "can't make the folder /proc/x: /proc takes none (ENOENT); name another",
    )
    expect(made).toBe(0)
  },
)
