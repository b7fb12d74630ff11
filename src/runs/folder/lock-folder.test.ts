import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LOCK_FILE } from '../files/index.ts'
import { lockFolder } from './lock-folder.ts'

describe('lockFolder', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'formscale-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const lock = () => join(dir, LOCK_FILE)
  const holder = () => JSON.parse(readFileSync(lock(), 'utf8'))

  test('refuses a folder that a living process has, and names it', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    lockFolder(dir)
    writeFileSync(lock(), JSON.stringify({ ...holder(), pid: other.pid, began: undefined }))
    expect(() => lockFolder(dir)).toThrow(`${dir} is in use by process ${other.pid}; wait for it`)
    other.kill('SIGKILL')
    await once(other, 'exit')
    lockFolder(dir)
    expect(holder().pid).toBe(process.pid)
  })

  test('a process that got the number of the one that had it has it not', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    writeFileSync(lock(), JSON.stringify({ pid: other.pid, host: hostname(), began: '1' }))
    if (existsSync('/proc/self/stat')) lockFolder(dir)()
    other.kill('SIGKILL')
    await once(other, 'exit')
  })

  test('leaves it to the reader whether a process on another machine has ended', () => {
    writeFileSync(lock(), JSON.stringify({ pid: 1, host: 'elsewhere' }))
    expect(() => lockFolder(dir)).toThrow(/in use by process 1 on elsewhere; .* or delete .*in-use\.json/)
  })

  test.each(['', '{}', 'null', '{"pid":"x"}'])('a file that says %j holds nothing', (text) => {
    writeFileSync(lock(), text)
    lockFolder(dir)
    expect(holder().pid).toBe(process.pid)
  })

  test('the lock goes with its process', () => {
    const module = JSON.stringify(join(import.meta.dirname, '../../../dist/runs/folder/lock-folder.js'))
    const program = `import { existsSync } from 'node:fs'
      const { lockFolder } = await import(${module})
      lockFolder(${JSON.stringify(dir)})
      process.stdout.write(String(existsSync(${JSON.stringify(lock())})))`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    expect(stdout).toBe('true')
    expect(existsSync(lock())).toBe(false)
  })
})
