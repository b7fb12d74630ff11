/** The documentation as a site, as `npm run docs` builds it, under a path of its own in a browser that reaches nothing else. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../src/updates/index.ts'
import { findingsIn } from '../axe.ts'
import { useSite } from '../bundlers/site.ts'
import { withoutBrowser } from '../chromium.ts'

const BASE = '/some/where/'
const folder = mkdtempSync(join(tmpdir(), 'formscale-docs-'))

describe.skipIf(withoutBrowser)('the site', () => {
  beforeAll(() => {
    const args = ['site/build.js', '--base', BASE, '--out', join(folder, BASE)]
    const { stderr, status } = spawnSync('node', args, { encoding: 'utf8' })
    expect(status, stderr).toBe(0)
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const site = useSite(folder)

  /** A page, and what went wrong in it: errors, files that are not there, requests to elsewhere. */
  async function visit(path: string, width = 1280) {
    const { page, texts } = await site.open(`${BASE.slice(1)}${path}`, watch, { width, height: 800 })
    return { page, problems: texts }
  }

  function watch(page: Page, problems: string[]): void {
    page.on('request', (request) => {
      const { protocol, hostname, pathname } = new URL(request.url())
      const isOurs = hostname === '127.0.0.1' && pathname.startsWith(BASE)
      if (!isOurs && protocol !== 'data:' && protocol !== 'blob:') problems.push(request.url())
    })
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
    })
  }

  test('has the idea with its live pictures, which follow what is moved', async () => {
    const { page, problems } = await visit('idea.html')
    const surface = page.locator('live-surface').first()
    await surface.locator('canvas').first().waitFor()
    const kinds = await page.evaluate(() =>
      Array.from(document.querySelectorAll('.vp-doc *'), ({ localName }) => localName).filter((name) =>
        name.startsWith('live-'),
      ),
    )
    expect(new Set(kinds).size).toBeGreaterThan(3)
    const range = page.locator('live-cuts').getByRole('slider').first()
    const before = await page.locator('live-cuts').first().screenshot()
    await range.focus()
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft')
    expect((await page.locator('live-cuts').first().screenshot()).equals(before)).toBe(false)
    expect(problems).toEqual([])
    await page.close()
  })

  test('has a page for each member, and the lab', async () => {
    const { page, problems } = await visit('catalogue/index.html')
    for (const name of Object.keys(catalogue))
      expect(await page.locator('.vp-doc td').getByRole('link', { name, exact: true }).count(), name).toBe(1)
    await page.locator('.vp-doc td').getByRole('link', { name: 'spo', exact: true }).click()
    await page.getByRole('heading', { name: 'spo', level: 1 }).waitFor()
    await page.locator('live-surface canvas').first().waitFor()
    await page.getByRole('link', { name: 'Open spo in the lab' }).click()
    await expect.poll(() => page.getByLabel(/^f of A, spo/).count()).toBeGreaterThan(0)
    expect(problems).toEqual([])
    await page.close()
  })

  test('finds what is searched for', async () => {
    const { page, problems } = await visit('index.html')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('searchbox').fill('targetKl')
    const found = page.getByRole('listbox').getByRole('option').first()
    await found.waitFor()
    await found.click()
    await expect.poll(() => page.textContent('.vp-doc')).toContain('targetKl')
    expect(problems).toEqual([])
    await page.close()
  })

  test.each([
    ['index.html', 1280],
    ['tutorial.html', 390],
    ['idea.html', 390],
    ['catalogue/ppo.html', 1280],
    ['reference/settings.html', 390],
    ['api/index.html', 1280],
  ])('axe finds nothing in %s at a width of %d, and it fits', async (path, width) => {
    const { page, problems } = await visit(path, width)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.reload()
      await page.waitForLoadState('networkidle')
      // VitePress's button says Search, and shows the keys for it.
      expect(await findingsIn(page, { exclude: ['.DocSearch'] }), colorScheme).toEqual([])
    }
    expect(problems).toEqual([])
    await page.close()
  })
})
