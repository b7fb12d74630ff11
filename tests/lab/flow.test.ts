import { describe, expect, test } from 'vitest'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const policy = async (page: Page, label: string) =>
  ((await page.getByLabel(label, { exact: true }).textContent()) ?? '').trim().split(/\s+/).map(Number)

/** π ∝ μ e^{r/βτ}. */
function mirrored(mu: readonly number[], rewards: readonly number[], price: number): unknown[] {
  const weights = mu.map((share, arm) => share * Math.exp(rewards[arm] / price))
  const total = weights.reduce((sum, weight) => sum + weight)
  return weights.map((weight) => expect.closeTo(weight / total, 2))
}

describe.skipIf(withoutBrowser)('Flow', () => {
  const lab = useLab()

  test('mirror descent rests at its target, which follows rewards, μ and β', async () => {
    const { page, problems } = await lab.open('#/flow?a=mdpo&b=ppo&mu=0.2,0.3&r=1,0.5,0')
    const mu = [0.2, 0.3, 0.5]
    await expect.poll(() => policy(page, 'end of A')).toEqual(mirrored(mu, [1, 0.5, 0], 0.5))
    await expect.poll(() => policy(page, 'target of A')).toEqual(mirrored(mu, [1, 0.5, 0], 0.5))
    await expect.poll(() => page.getByLabel('target of B').textContent()).toBe('none')

    await page.getByLabel('mean reward of arm 3, exact').fill('0.8')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('r=1,0.5,0.8')
    await expect.poll(() => policy(page, 'end of A')).toEqual(mirrored(mu, [1, 0.5, 0.8], 0.5))

    await page.getByLabel('beta', { exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => policy(page, 'target of A')).toEqual(mirrored(mu, [1, 0.5, 0.8], 0.55))

    // Shift and an arrow move μ; the pointer drags the start.
    const simplex = page.getByRole('slider', { name: /^Flow of A/ })
    await simplex.focus()
    await page.keyboard.press('Shift+ArrowUp')
    await expect.poll(() => page.url()).toContain('mu=0.22,0.29')
    // What is announced follows whichever probability a key has moved.
    const said = async () => [
      Number(await simplex.getAttribute('aria-valuenow')),
      await simplex.getAttribute('aria-valuetext'),
    ]
    await expect.poll(said).toEqual([0.22, expect.stringContaining('data’s policy 22 %, 29 %, 49 %')])
    const before = Number(/start at \d+ %, (\d+) %/.exec(String((await said())[1]))?.[1]) / 100
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await said())[0]).toBeCloseTo(before + 0.02, 3)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(async () => (await said())[0]).toBeCloseTo(before, 3)
    await expect
      .poll(() => policy(page, 'end of A'))
      .toEqual(mirrored([0.22, 0.29, 0.49], [1, 0.5, 0.8], 0.55))
    const box = await page.getByLabel(/^Flow of B/).boundingBox()
    if (!box) throw new Error('the second simplex is not there')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await expect.poll(() => page.url()).toMatch(/at=0\.\d+,0\.\d+/)

    // On-policy there is nothing to be near to.
    await page.getByText('on-policy', { exact: true }).click()
    await expect.poll(() => page.getByLabel('target of A').textContent()).toBe('none')
    await page.goBack()
    await expect
      .poll(() => policy(page, 'target of A'))
      .toEqual(mirrored([0.22, 0.29, 0.49], [1, 0.5, 0.8], 0.55))
    expect(problems).toEqual([])
    await page.close()
  })
})
