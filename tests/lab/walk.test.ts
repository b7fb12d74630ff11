/** What a new user comes for, walked through without the documentation; each walk ends at a number. */
import { describe, expect, test } from 'vitest'
import { withoutBrowser } from '../chromium.ts'
import { numberIn, type Page, useLab } from './browser.ts'

const WAIT = { timeout: 100_000 }
const read = async (page: Page, label: string) =>
  numberIn(await page.getByLabel(label, { exact: true }).textContent())

describe.skipIf(withoutBrowser)('A new user', () => {
  const lab = useLab()

  test('finds which update learns CartPole fastest, over seeds, and takes it', async () => {
    const { page, problems } = await lab.open('')
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await page.getByLabel('Steps', { exact: true }).fill('20000')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'compare updates over seeds' }).click()
    await page.getByText('Every combination with 5 seeds').waitFor()
    const values = page.getByLabel('Values of update')
    expect(await values.inputValue()).toBe('ppo, a2c, spo, mdpo')
    await values.fill('ppo, a2c')
    await page.getByLabel('Seeds', { exact: true }).fill('2')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Run 4 runs' }).click()
    await expect.poll(() => read(page, 'runs that are done'), WAIT).toBe(4)
    expect(await page.textContent('.results .note')).toMatch(/^CartPole-v1: 4 of 4 runs done/)
    const [ppo, a2c] = (await page.locator('.heat td output').allTextContents()).map(numberIn)
    expect(ppo).toBeGreaterThan(2 * a2c)
    const curves = page.getByLabel('mean return over environment steps, with its interval')
    expect(await curves.locator('.legend .name').allTextContents()).toEqual(['ppo', 'a2c'])
    // A cell is taken as it was run.
    await page.locator('.heat td button').nth(1).click()
    await expect.poll(() => page.getByLabel('Update', { exact: true }).inputValue()).toBe('a2c')
    expect(await page.getByLabel('Steps', { exact: true }).inputValue()).toBe('20000')
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('is told why a run stopped learning, and what to do, which helps', async () => {
    const { page, problems } = await lab.open('#/train?a=a2c&totalSteps=40000&optimiser.learningRate=0.05')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    await expect.poll(() => page.textContent('.seen .hint')).toContain('Lower the learning rate')
    await expect.poll(() => read(page, 'return of a2c')).toBeGreaterThan(0)
    const collapsed = await read(page, 'return of a2c')
    await page.getByLabel('Timeline').fill('2')
    await page.getByRole('button', { name: 'Branch off here…' }).click()
    const change = page.locator('.change')
    await change.getByLabel('Number').selectOption('optimiser.learningRate')
    await change.getByLabel('becomes').fill('0.001')
    await change.getByRole('button', { name: 'Branch off', exact: true }).click()
    await page.getByText('finished').nth(1).waitFor(WAIT)
    await expect
      .poll(async () => numberIn(await page.locator('.run .score').nth(1).textContent()))
      .toBeGreaterThan(2 * collapsed)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('sees what clipping does: on the surface, and to the samples of a run', async () => {
    const { page, problems } = await lab.open('')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.locator('.editor').getByLabel('B', { exact: true }).check()
    await page.locator('.trust').getByLabel('none', { exact: true }).check()
    // Beyond the clip at ρ = 1.2.
    const surface = page.getByRole('slider', { name: /^f of A/ })
    await surface.focus()
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight')
    await expect.poll(() => read(page, 'f of A at the probe')).toBe(0)
    await expect.poll(() => read(page, 'f of B at the probe')).toBeCloseTo(1.5 * Math.exp(0.3), 3)
    await page.locator('.facts').nth(1).getByText('clip').waitFor()
    await page.getByRole('link', { name: 'Train with it' }).click()
    expect(await page.getByLabel('Update', { exact: true }).inputValue()).toContain('trust:none')
    // Beside ppo in a race: of its samples some are cut off, of the other's none.
    await page.getByLabel('Race against').selectOption('ppo')
    await page.getByLabel('Steps', { exact: true }).fill('100000000')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Race', exact: true }).click()
    await page.getByLabel('watch ppo', { exact: true }).check()
    await expect.poll(() => read(page, 'samples cut off'), WAIT).toBeGreaterThan(0)
    await page.getByRole('radio', { name: /^watch ppo\+/ }).check()
    await expect.poll(() => read(page, 'samples pushed up'), WAIT).toBeGreaterThan(0)
    await expect.poll(() => read(page, 'samples cut off')).toBe(0)
    expect(problems).toEqual([])
    await page.close()
  }, 120_000)
})
