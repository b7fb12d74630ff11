import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, test } from 'vitest'
import { archiveRun, restoreRun } from './run-archive.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'formscale-archive-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('what is packed comes out the same; files half written stay behind', async () => {
  const from = join(dir, 'from')
  mkdirSync(join(from, 'checkpoint'), { recursive: true })
  writeFileSync(join(from, 'checkpoint/checkpoint.safetensors'), Buffer.from([0, 255, 10, 13]))
  writeFileSync(join(from, 'metrics.jsonl'), '{"step":1}\n')
  writeFileSync(join(from, 'result.json.tmp'), '{')
  const archive = await archiveRun(from)
  expect([...archive.keys()]).toEqual(['checkpoint/checkpoint.safetensors', 'metrics.jsonl'])
  const to = join(dir, 'to')
  await restoreRun(archive, to)
  expect([...readFileSync(join(to, 'checkpoint/checkpoint.safetensors'))]).toEqual([0, 255, 10, 13])
  expect(readFileSync(join(to, 'metrics.jsonl'), 'utf8')).toBe('{"step":1}\n')
})

it.each(['../evil', 'a/../../evil', '/etc/evil', 'checkpoint/..', 'a\\..\\evil'])(
  'refuses %s, which would leave the folder',
  async (name) => {
    const [content] = await packed('x')
    await expect(restoreRun(new Map([[name, content]]), join(dir, 'to'))).rejects.toThrow(
      'is no file of a run',
    )
    expect(existsSync(join(dir, 'evil'))).toBe(false)
  },
)

async function packed(text: string): Promise<Buffer[]> {
  mkdirSync(join(dir, 'one'))
  writeFileSync(join(dir, 'one/file'), text)
  return [...(await archiveRun(join(dir, 'one'))).values()]
}
