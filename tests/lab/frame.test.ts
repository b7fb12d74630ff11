import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { pages } from '../../lab/pages.ts'
import { withoutBrowser } from '../chromium.ts'
import { useLab } from './browser.ts'

describe.skipIf(withoutBrowser)('the lab in a browser', () => {
  const lab = useLab()

  test('the tabs lead through all pages, and back again', async () => {
    const { page, problems } = await lab.open('')
    for (const { id, title } of pages) {
      await page.getByRole('link', { name: title, exact: true }).click()
      await expect.poll(() => page.title()).toBe(`${title} · formscale lab`)
      await page.waitForSelector('main > h1')
      await expect.poll(() => new URL(page.url()).hash).toBe(`#/${id}`)
      await expect.poll(() => page.textContent('nav [aria-current]')).toBe(title)
    }
    await page.goBack()
    await expect.poll(() => page.textContent('nav [aria-current]')).toBe(pages.at(-2)?.title)
    expect(problems).toEqual([])
    await page.close()
  })

  test('the first page needs at most 300 KB of compressed JavaScript', async () => {
    const { page } = await lab.open('')
    await page.waitForLoadState('networkidle')
    const addresses = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    const scripts = addresses.filter((address) => address.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(1)
    const bodies = await Promise.all(
      scripts.map(async (address) => Buffer.from(await (await fetch(address)).arrayBuffer())),
    )
    const compressed = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
    expect(compressed).toBeLessThan(300_000)
    await page.close()
  })

  test('an unknown page says which there are', async () => {
    const { page, problems } = await lab.open('#/nowhere')
    expect(await page.textContent('main')).toContain(
      'There is no page “nowhere”. The pages are Explore, Flow',
    )
    expect(problems).toEqual([])
    await page.close()
  })
})
