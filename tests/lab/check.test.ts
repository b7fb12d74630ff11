import { describe, expect, test } from 'vitest'
import { checks, runCheck } from '../../src/checks/index.ts'
import { withoutBrowser } from '../chromium.ts'
import { useLab } from './browser.ts'

const WAIT = { timeout: 80_000 }

describe.skipIf(withoutBrowser)('Check', () => {
  const lab = useLab()

  test('passes in the browser, with the digest that Node has', async () => {
    const { page, problems } = await lab.open('#/check')
    const light = checks.filter(({ needs }) => needs === undefined)
    await expect
      .poll(() => page.getByRole('status').textContent(), WAIT)
      .toBe(`All ${light.length} checks passed`)
    const rows = await page.locator('.checks li').evaluateAll((all) =>
      all.map((row) => ({
        name: row.querySelector('h3')?.textContent,
        state: row.getAttribute('data-state'),
        detail: row.querySelector('.detail')?.textContent,
      })),
    )
    expect(rows.map(({ name }) => name)).toEqual(checks.map(({ name }) => name))
    expect(rows.filter(({ state }) => state === 'passed')).toHaveLength(light.length)

    const determinism = checks.find(({ name }) => name === 'determinism')
    if (!determinism) throw new Error('there is no check of determinism')
    const { detail } = await runCheck(determinism)
    expect(rows.find(({ name }) => name === 'determinism')?.detail).toBe(detail)

    // MuJoCo is fetched only now, and runs under the server's content security policy.
    await page.getByRole('button', { name: 'Load 10 MB and run' }).click()
    await expect
      .poll(() => page.getByRole('status').textContent(), WAIT)
      .toBe(`All ${checks.length} checks passed`)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)
})
