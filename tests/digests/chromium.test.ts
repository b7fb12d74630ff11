/**
 * The same bits in a page: the library for browsers, in Chromium, gives the digests that Node gives. With all tests a part of
 * the table is run; `DIGESTS_IN_PAGE=all` takes all of it.
 */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { catalogue, type TrainOptions } from '../../src/index.ts'
import { useSite } from '../bundlers/site.ts'
import { withoutBrowser } from '../chromium.ts'
import { digestOfRun } from './digest.ts'
import { digestedRuns } from './table.ts'

const kept: Record<string, string> = JSON.parse(
  readFileSync(new URL('digests.json', import.meta.url), 'utf8'),
)
const isAll = process.env['DIGESTS_IN_PAGE'] === 'all'
const isOfMember = (name: string) => Object.keys(catalogue).some((member) => name.startsWith(`${member}, `))
const names = Object.keys(kept).filter((name) => isAll || name.startsWith('ppo, ') || !isOfMember(name))

/** What a page does: trains, and gives the run's checkpoint in base64. As text, for no bundler is to follow its import. */
const trained = (options: TrainOptions) => `(async () => {
  const { train } = await import('/index.js')
  const bytes = (await train(${JSON.stringify(options)})).toBytes()
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
})()`

describe.skipIf(withoutBrowser)('the same bits in a page', () => {
  const { open } = useSite('dist/browser')
  const runs = digestedRuns(catalogue)
  let page: Page | undefined

  test.each(names)('%s', async (name) => {
    page ??= (await open('index.js')).page
    const checkpoint = await page.evaluate<string>(trained(runs.get(name) as TrainOptions))
    expect(digestOfRun(Buffer.from(checkpoint, 'base64'))).toBe(kept[name])
  })
})
