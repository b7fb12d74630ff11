import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { withoutBrowser } from '../chromium.ts'
import { useLab } from './browser.ts'

const titles = ['Explore', 'Flow', 'Bandit', 'Train', 'Runs', 'Check']

describe.skipIf(withoutBrowser)('the lab in a browser', () => {
  const lab = useLab()

  test('the tabs lead through all pages, and back again', async () => {
    const { page, problems } = await lab.open('')
    for (const title of titles) {
      await page.getByRole('link', { name: title, exact: true }).click()
      await expect.poll(() => page.title()).toBe(`${title} · formscale lab`)
      await page.waitForSelector('main > h1')
      await expect.poll(() => new URL(page.url()).hash).toBe(`#/${title.toLowerCase()}`)
      await expect.poll(() => page.textContent('nav [aria-current]')).toBe(title)
    }
    await page.goBack()
    await expect.poll(() => page.textContent('nav [aria-current]')).toBe(titles.at(-2))
    expect(problems).toEqual([])
    await page.close()
  })

  test('the first page needs at most 100 kB of compressed JavaScript; an agent of the zoo comes afterwards', async () => {
    const { page } = await lab.open('')
    // Without the agent the page is whole.
    await page.route(/zoo-agent/, (route) => route.abort())
    await page.reload()
    await page.getByLabel('f of A at the probe', { exact: true }).waitFor()
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
    expect(compressed).toBeLessThan(100_000)
    await page.close()
  })

  test('the first page answers without waiting for what its first screen does not show', async () => {
    const { page } = await lab.open('')
    await page.route(/slices|facts|chart|zoo-agent/, (route) => route.abort())
    await page.reload()
    const reading = page.getByLabel('f of A at the probe', { exact: true })
    const before = await reading.textContent()
    await page.getByLabel('alpha r', { exact: true }).press('ArrowRight')
    await expect.poll(() => reading.textContent()).not.toBe(before)
    await page.close()
  })

  test('a bad link says what is wrong in it, on every page, whatever was shown before', async () => {
    const { page, problems } = await lab.open('')
    for (const [link, wrong] of [
      [
        '#/explore?a=ppo,omega:x&spam=4',
        ["a is 'ppo,omega:x'; 'omega:x' can't be read", "nothing called 'spam' here; did you mean span?"],
      ],
      ['#/flow?step=9', ["step is '9'; it must be a number from 0.01 to 2"]],
      ['#/bandit?race=ppo;spoo', ["race is 'ppo;spoo'; there is no member 'spoo'; did you mean spo?"]],
      ['#/train?env=CartPol-v1', ["env is 'CartPol-v1'; did you mean CartPole-v1?"]],
      ['#/runs?metric=loss', ["metric is 'loss'; it must be"]],
      ['#/train?a=%E0%A4%A&seeds=1e9&x=nonsense', ["a is '%E0%A4%A'", "seeds is '1e9'", "x is 'nonsense'"]],
    ] as const) {
      await page.evaluate((fragment) => location.assign(fragment), link)
      await expect
        .poll(() => page.locator('main [role=alert] li').allTextContents())
        .toEqual(wrong.map((text) => expect.stringContaining(text)))
      expect(await page.locator('main > h1').count()).toBe(1)
    }
    expect(problems).toEqual([])
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
