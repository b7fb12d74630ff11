import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { archiveRun, expandRun, writeContents } from './run-archive.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-archive-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a run comes out as it was; files half written and those of strangers stay behind', async () => {
  const from = join(dir, 'from')
  mkdirSync(join(from, 'checkpoint'), { recursive: true })
  writeFileSync(join(from, 'result.json'), '{}')
  writeFileSync(join(from, 'checkpoint/checkpoint.safetensors'), Buffer.from([0, 255, 10, 13]))
  writeFileSync(join(from, 'checkpoint/best.safetensors'), Buffer.from([1]))
  writeFileSync(join(from, 'metrics.jsonl'), '{"step":1}\n')
  writeFileSync(join(from, 'events.out.tfevents.1700000000.host.1'), 'x')
  for (const stranger of ['config.json.tmp', 'notes.txt', 'env.mjs', 'checkpoint/package.json'])
    writeFileSync(join(from, stranger), '{')
  const archive = await archiveRun(from)
  const files = [
    'checkpoint/checkpoint.safetensors',
    'checkpoint/best.safetensors',
    'metrics.jsonl',
    'events.out.tfevents.1700000000.host.1',
  ]
  expect([...archive.keys()]).toEqual([...files, 'result.json'])
  const to = join(dir, 'to')
  await writeContents(await expandRun(archive), to)
  for (const file of [...files, 'result.json'])
    expect(readFileSync(join(to, file))).toEqual(readFileSync(join(from, file)))
  expect(readdirSync(to).sort()).toEqual(
    readdirSync(from)
      .filter((name) => archive.has(name) || name === 'checkpoint')
      .sort(),
  )
})

it.each([
  '../evil',
  'a/../../evil',
  '/etc/evil',
  'checkpoint/..',
  'a\\..\\evil',
  'env.mjs',
  'package.json',
  'node_modules/formscale/index.js',
  'checkpoint/checkpoint.safetensors/../../evil',
  'events.out.tfevents./../../evil',
  'config.json\n',
  '',
])('refuses %j, which is not a file of a run', async (name) => {
  await expect(expandRun(new Map([[name, gzipSync('x')]]))).rejects.toThrow('is not a file of a run')
  expect(existsSync(join(dir, 'evil'))).toBe(false)
})

test('refuses a file that expands beyond its size without expanding it, and one that does not expand', async () => {
  // 256 MiB in a quarter of one.
  const bomb = gzipSync(Buffer.alloc(2 ** 28))
  const before = process.memoryUsage().rss
  await expect(expandRun(new Map([['config.json', bomb]]))).rejects.toThrow(
    "'config.json' of a run in Redis is larger than 1048576 bytes",
  )
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 26)
  await expect(expandRun(new Map([['config.json', Buffer.from('x')]]))).rejects.toThrow(/is damaged: /)
})

test('refuses more files than a run can have', async () => {
  const files = Array.from({ length: 1001 }, (_, i) => [`events.out.tfevents.${i}`, gzipSync('')] as const)
  await expect(expandRun(new Map(files))).rejects.toThrow('a run in Redis has 1001 files')
})
