import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFakeStudy } from '../../src/runs/testing/fake-run.ts'
import { findingsIn } from '../axe.ts'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const dir = mkdtempSync(join(tmpdir(), 'formscale-axe-'))
const WAIT = { timeout: 90_000 }

/** All rules at both widths; of what is dark, those on colours, which nothing else hangs on. */
const looks = [
  [1280, 'light', undefined],
  [1280, 'dark', ['color-contrast']],
  [390, 'dark', ['color-contrast']],
  [390, 'light', undefined],
] as const

/** Explore's cuts and facts come after its first screen. */
async function explored(page: Page): Promise<void> {
  await page.locator('.chart canvas').nth(1).waitFor(WAIT)
  await page.locator('.facts').nth(1).waitFor(WAIT)
}

/** What there is to see once a page has done its work. */
const done = {
  '#/explore': async (page) => {
    await page.locator('.zoo-agent canvas').waitFor(WAIT)
    await explored(page)
  },
  '#/explore?a=ppo,.k:0.5,f:k*deltaR&b=ppo,f:sinh(deltaR)': (page) => explored(page),
  '#/flow?a=ppo,f:deltaR&data=off': undefined,
  '#/bandit?race=ppo;spo&steps=10000&batch=512': async (page) => {
    await page.getByRole('button', { name: 'Start' }).click()
    await expect.poll(() => page.getByRole('status').textContent(), WAIT).toContain('Finished')
  },
  '#/train?b=a2c&env=FourRooms-v0&totalSteps=2048&seeds=2&x=epochs:1,2': async (page) => {
    await page.getByRole('button', { name: 'Race', exact: true }).click()
    await page.getByRole('button', { name: 'Run 4 runs' }).click()
    await expect.poll(() => page.getByText('finished').count(), WAIT).toBe(2)
    await expect.poll(() => page.getByLabel('runs that are done').textContent(), WAIT).toBe('4')
    await page.getByRole('button', { name: 'settings of ppo' }).click()
    await page.getByRole('button', { name: 'Change…' }).nth(1).click()
  },
  '#/runs?group=update.name&find=seed': async (page) => {
    await page.locator('.pairs').waitFor(WAIT)
    await page
      .getByRole('button', { name: /^settings of/ })
      .first()
      .click()
  },
  '#/runs?metric=loss&study=none': async (page) => {
    await page.getByRole('heading', { name: /^0 runs|^\d+ runs/ }).waitFor(WAIT)
  },
  '#/check': async (page) => {
    await expect.poll(() => page.getByRole('status').textContent(), WAIT).toContain('passed')
  },
  '#/nowhere': undefined,
} satisfies Record<string, ((page: Page) => Promise<void>) | undefined>

describe.skipIf(withoutBrowser)('what axe finds', () => {
  beforeAll(() => writeFakeStudy(join(dir, 'study')))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const lab = useLab(dir)

  test.each(Object.entries(done))(
    'is nothing in %s, wide and narrow, light and dark',
    async (fragment, work) => {
      const { page } = await lab.open(fragment)
      await work?.(page)
      for (const [width, colorScheme, rules] of looks) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme })
        expect(await findingsIn(page, rules && { rules }), `${width}, ${colorScheme}`).toEqual([])
      }
      await page.close()
    },
    180_000,
  )
})
