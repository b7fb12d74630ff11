/**
 * The same settings, seed and kernel build give the same bits: digests of final weights as they were when each was added.
 * After a change that should leave the numbers alone these tests pass as they stand. A new member or setting has no digest
 * yet: `DIGESTS=add npx vitest run tests/digests` adds what is missing and leaves the rest. A change that means to
 * give other numbers says so in its commit and takes `DIGESTS=rewrite`.
 *
 * One thread runs the sources, two run dist/ (threads are of built files): build before.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as source from '../../src/index.ts'
import { digestOfRun } from './digest.ts'
import { digestedRuns } from './table.ts'

const built: typeof source = await import(new URL('../../dist/index.js', import.meta.url).href)

const file = new URL('digests.json', import.meta.url)
const mode = process.env['DIGESTS']
const kept: Record<string, string> = mode === 'rewrite' ? {} : JSON.parse(readFileSync(file, 'utf8'))
const runs = digestedRuns(source.catalogue)

async function digest(
  { train }: Pick<typeof source, 'train'>,
  options: source.TrainOptions,
): Promise<string> {
  return digestOfRun((await train(options)).toBytes())
}

if (mode === 'add' || mode === 'rewrite') {
  for (const [name, options] of runs) kept[name] ??= await digest(source, options)
  for (const name of Object.keys(kept)) if (!runs.has(name)) delete kept[name]
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`)
}

test('every run of the table has a digest', () => {
  const missing = [...runs.keys()].filter((name) => !(name in kept))
  expect(missing, 'DIGESTS=add npx vitest run tests/digests adds them').toEqual([])
})

const digested = Object.keys(kept)
const withEnvironmentThreads = digested.filter((name) => name.startsWith('ppo, '))

function runOf(name: string): source.TrainOptions {
  const options = runs.get(name)
  if (!options) throw new Error('the table has no such run; DIGESTS=add drops its digest')
  return options
}

describe('the same bits as ever', () => {
  test.each(digested)('%s', async (name) => {
    expect(await digest(source, runOf(name))).toBe(kept[name])
  })

  test.each(digested)('%s, two threads', async (name) => {
    expect(await digest(built, { ...runOf(name), threads: 2 })).toBe(kept[name])
  })

  test.each(withEnvironmentThreads)('%s, environments on two threads', async (name) => {
    expect(await digest(built, { ...runOf(name), envThreads: 2 })).toBe(kept[name])
  })
})
