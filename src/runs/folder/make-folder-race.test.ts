import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeFolder, requireMakeable } from './make-folder.ts'

/** What another process does around the making of a folder. */
const other = vi.hoisted(() => ({ before: (_: string) => {}, after: (_: string) => {} }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const mkdirSync = (path: string) => {
    other.before(path)
    fs.mkdirSync(path)
    other.after(path)
  }
  return { ...fs, mkdirSync }
})

let dir = ''
beforeEach(() => {
  other.before = () => {}
  other.after = () => {}
  dir = mkdtempSync(join(tmpdir(), 'formscale-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a folder that another run fills stays, and this is no error', async () => {
  const { mkdirSync } = await vi.importActual<typeof import('node:fs')>('node:fs')
  other.after = (path) => {
    if (path === join(dir, 'study', 'mine')) mkdirSync(join(dir, 'study', 'theirs'))
  }
  requireMakeable(join(dir, 'study', 'mine'))
  expect(readdirSync(join(dir, 'study'))).toEqual(['theirs'])
})

test('a parent that another run takes back is made again', () => {
  let taken = 0
  other.before = (path) => {
    if (path === join(dir, 'study', 'mine') && taken++ === 0) rmdirSync(join(dir, 'study'))
  }
  makeFolder(join(dir, 'study', 'mine'))
  expect(existsSync(join(dir, 'study', 'mine'))).toBe(true)
  expect(taken).toBe(2)
})
