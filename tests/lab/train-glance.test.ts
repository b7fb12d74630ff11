import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadPolicy, toOnnx } from '../../src/policies/index.ts'
import { type Run, train } from '../../src/runs/index.ts'
import { estimate } from '../../src/studies/statistics/index.ts'
import { tuned } from '../../src/training/index.ts'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const WAIT = { timeout: 100_000 }

/** What the page's settings for FourRooms-v0 and these are, in Node. */
const settings = { env: 'FourRooms-v0', numEnvs: 8, totalSteps: 4096, deterministic: true } as const
const inPage = 'env=FourRooms-v0&totalSteps=4096&deterministic=true'

const trained = (learningRate: number, seed: number): Promise<Run> =>
  train({ ...settings, optimiser: { learningRate }, seed })

const numberIn = (text: string | null) => Number(text?.replace('−', '-'))

describe.skipIf(withoutBrowser)('Train at a glance', () => {
  const lab = useLab()
  const folder = mkdtempSync(join(tmpdir(), 'formscale-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('start, curve and agent are in view at 1280 × 800', async () => {
    const { page } = await lab.open('#/train')
    for (const what of ['.setup button.primary', '.seen .chart', '.seen .stage']) {
      const box = await page.locator(what).first().boundingBox()
      expect(box?.y, what).toBeGreaterThan(0)
      expect((box?.y ?? 0) + (box?.height ?? Infinity), what).toBeLessThanOrEqual(800)
    }
    await page.close()
  })

  test('settings begin as tuned, with the update that was tuned with them', async () => {
    const { page, problems } = await lab.open('#/train?env=MountainCar-v0')
    await page.getByLabel('Settings', { exact: true }).selectOption('tuned')
    const { update, totalSteps } = tuned('MountainCar-v0') as { update?: string; totalSteps: number }
    await expect.poll(() => page.getByLabel('Steps', { exact: true }).inputValue()).toBe(String(totalSteps))
    expect(await page.getByLabel('Update', { exact: true }).inputValue()).toBe(update ?? 'ppo')
    expect(problems).toEqual([])
    await page.close()
  })

  test('a shared link starts its run, once; the agent plays greedily and faster; the policy leaves as bytes', async () => {
    const { page: sender } = await lab.open(`#/train?${inPage}`)
    await sender.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await sender.getByRole('button', { name: 'Share' }).click()
    await sender.getByRole('button', { name: 'Link copied' }).waitFor()
    const link = await sender.evaluate(() => navigator.clipboard.readText())
    await sender.close()

    const { page, problems } = await lab.open(new URL(link).hash)
    await page.getByText('finished').waitFor(WAIT)
    expect(await page.locator('.run').count()).toBe(1)
    expect(page.url()).not.toContain('start=')

    // Opened in the same tab, a link that races two makes three; the next two have no room, and nothing of them begins.
    const open = (search: string) =>
      page.evaluate((to) => location.assign(to), `#/train?${inPage}&b=a2c&start=1${search}`)
    await open('')
    await expect.poll(() => page.getByText('finished').count(), WAIT).toBe(3)
    await open('&seed=2')
    await page.getByText('At most 4 runs at a time: close one.').waitFor()
    await expect.poll(() => page.url()).not.toContain('start=')
    expect(await page.locator('.run').count()).toBe(3)
    await page.getByLabel('watch ppo', { exact: true }).check()

    await page.getByLabel('greedy').check()
    await page.getByLabel('4×').check()
    const episode = async () =>
      Number(/Episode (\d+)/.exec((await page.textContent('.stage .caption')) ?? '')?.[1])
    // It may not have begun one yet.
    await expect.poll(episode, WAIT).toBeGreaterThan(0)
    const before = await episode()
    await expect.poll(episode, WAIT).toBeGreaterThan(before)

    const { policy } = await trained(1e-3, 1)
    expect(await taken(page, 'ONNX')).toEqual(Buffer.from(toOnnx(policy)))
    await page.getByText('ONNX: for ONNX Runtime and others').waitFor()
    const alone = await loadPolicy(new Uint8Array(await taken(page, 'Policy')))
    const observation = new Float32Array(policy.observationSize).fill(0.1)
    expect(alone.act(observation, { deterministic: true })).toEqual(
      policy.act(observation, { deterministic: true }),
    )
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  async function taken(page: Page, name: string): Promise<Buffer> {
    const waiting = page.waitForEvent('download')
    await page.locator('.take').getByRole('button', { name }).click()
    const path = join(folder, name)
    await (await waiting).saveAs(path)
    return readFileSync(path)
  }

  test('a map fills with the final returns that Node has, and a cell gives its settings', async () => {
    const { page, problems } = await lab.open(`#/train?${inPage}&seeds=2&x=optimiser.learningRate:0.001,0.01`)
    await page.getByRole('button', { name: 'Run 4 runs' }).click()
    await expect.poll(() => page.getByLabel('runs that are done').textContent(), WAIT).toBe('4')
    const shown = await page.locator('.heat td output').allTextContents()
    for (const [cell, learningRate] of [0.001, 0.01].entries()) {
      const runs = [await trained(learningRate, 1), await trained(learningRate, 2)]
      const { value } = estimate(runs.map(({ result }) => result.meanReturn as number))
      expect(numberIn(shown[cell])).toBeCloseTo(value, 2)
    }
    await page.locator('.heat td button').nth(1).click()
    await expect.poll(() => page.getByLabel('Learning rate').inputValue()).toBe('0.01')
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('several seeds have a mean with its interval; too large a sweep is refused', async () => {
    const { page, problems } = await lab.open(`#/train?${inPage}&seeds=3`)
    await page.getByRole('button', { name: 'Run 3 runs' }).click()
    await expect.poll(() => page.getByLabel('runs that are done').textContent(), WAIT).toBe('3')
    const runs = [await trained(1e-3, 1), await trained(1e-3, 2), await trained(1e-3, 3)]
    const { value, interval } = estimate(runs.map(({ result }) => result.meanReturn as number))
    expect(numberIn(await page.getByLabel('mean final return').textContent())).toBeCloseTo(value, 2)
    const ends = (await page.getByLabel('interval of the final return').textContent())
      ?.split(' to ')
      .map(numberIn)
    expect(ends?.[0]).toBeCloseTo(interval?.low as number, 2)
    expect(ends?.[1]).toBeCloseTo(interval?.high as number, 2)

    await page.getByLabel('Vary').selectOption('epochs')
    await page.getByLabel('Values of epochs').fill('1,2,3,4,5,6,7,8,9,10')
    await page.keyboard.press('Enter')
    await page.getByLabel('and', { exact: true }).selectOption('update.form')
    await page.getByLabel('Seeds').fill('20')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.textContent('.sweep [role=alert]'))
      .toBe('that is 600 runs; a page takes at most 200')
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)
})
