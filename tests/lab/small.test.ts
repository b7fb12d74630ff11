/** What is easily lost in a page: places, sizes, words and keys, as a browser has them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFakeRun } from '../../src/runs/testing/fake-run.ts'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const WAIT = { timeout: 60_000 }
const PHONE = { width: 390, height: 800 }
const dir = mkdtempSync(join(tmpdir(), 'formscale-small-'))

/** 300 runs; the one in Acrobot-v1 has a clip fraction that ends at 1. */
function fillFolder(): void {
  for (let seed = 1; seed < 300; seed++)
    writeFakeRun(join(dir, `seed-${seed}`), { returns: [seed], settings: { seed } })
  const rising = join(dir, 'rising')
  writeFakeRun(rising, { returns: Array(11).fill(-100), settings: { env: 'Acrobot-v1' } })
  const metrics = join(rising, 'metrics.jsonl')
  const rows = readFileSync(metrics, 'utf8').trim().split('\n')
  writeFileSync(
    metrics,
    rows.map((row, i) => `${JSON.stringify({ ...JSON.parse(row), clipFraction: i / 10 })}\n`).join(''),
  )
}

const begin = async (page: Page) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect
    .poll(async () => Number(await page.locator('.run progress').first().getAttribute('value')), WAIT)
    .toBeGreaterThan(0)
}

describe.skipIf(withoutBrowser)('In the pages', () => {
  beforeAll(fillFolder)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const lab = useLab(dir)

  test('the text of a long run stands below its bar and within its column; phones have the pace', async () => {
    const { page, problems } = await lab.open('#/train?totalSteps=20000000')
    await begin(page)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
    expect(await page.textContent('.run .how small')).toMatch(/^[\d,]+ of 20,000,000 steps$/)
    for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
      await page.setViewportSize(viewport)
      const { text, bar, score } = await page.evaluate(() => {
        const small = document.querySelector('.run .how small') as HTMLElement
        // As long as it gets.
        small.firstChild?.replaceWith('11,440,768 of 20,000,000 steps')
        const range = document.createRange()
        range.selectNodeContents(small)
        const box = (from: Element | Range | null) => from?.getBoundingClientRect().toJSON() as DOMRect
        return {
          text: box(range),
          bar: box(document.querySelector('.run progress')),
          score: box(document.querySelector('.run .score')),
        }
      })
      expect(text.top, `at ${viewport.width}`).toBeGreaterThanOrEqual(bar.bottom)
      const apart = text.right <= score.left || text.top >= score.bottom || text.bottom <= score.top
      expect(apart, `at ${viewport.width}`).toBe(true)
    }
    const pace = page.locator('.run .pace')
    expect(await pace.isVisible()).toBe(true)
    expect(await pace.textContent()).toMatch(/^[\d,]+\/s/)
    expect(problems).toEqual([])
    await page.close()
  }, 120_000)

  test('a run that is shorter than its rollout says so; Enter takes a value, and starts nothing', async () => {
    const { page, problems } = await lab.open('#/train?totalSteps=1')
    await page.getByLabel('Learning rate').fill('0.002')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('optimiser.learningRate=0.002')
    await page.getByLabel('Seeds', { exact: true }).fill('2')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Run 2 runs' }).waitFor()
    expect(await page.locator('.run, [aria-label="runs that are done"]').count()).toBe(0)
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    expect(await page.textContent('.run .how small')).toMatch(/^[\d,]+ steps \(asked: 1\)$/)
    expect(await page.locator('.run').count()).toBe(1)
    expect(problems).toEqual([])
    await page.close()
  }, 120_000)

  test.each([1280, 390])('no name of a setting breaks in mid-word at a width of %d', async (width) => {
    const { page } = await lab.open('#/train', { width, height: 800 })
    await page.getByText('All settings').click()
    const { words, broken } = await page.evaluate(() => {
      const words = [...document.querySelectorAll('.settings label')].flatMap((label) => {
        const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT)
        const found: { word: string; lines: number }[] = []
        while (texts.nextNode()) {
          const text = texts.currentNode as Text
          for (const { 0: word, index } of text.data.matchAll(/[A-Za-z][a-z]*/g)) {
            const range = document.createRange()
            range.setStart(text, index)
            range.setEnd(text, index + word.length)
            found.push({ word, lines: new Set([...range.getClientRects()].map(({ top }) => top)).size })
          }
        }
        return found
      })
      return { words: words.length, broken: words.filter(({ lines }) => lines !== 1) }
    })
    expect(words).toBeGreaterThan(50)
    expect(broken).toEqual([])
    await page.close()
  })

  test('300 runs say that they are read, then worked out; the axis of a share ends at 1', async () => {
    const { page, problems } = await lab.open('#/explore')
    /** Lets no answer of this name through before what it gives is called. */
    const hold = async (name: string) => {
      let open = () => {}
      const gate = new Promise<void>((resolve) => {
        open = resolve
      })
      await page.route(`**/api/${name}*`, async (route) => {
        await gate
        await route.continue()
      })
      return open
    }
    const answerRuns = await hold('runs')
    const answerStudy = await hold('study')
    // What the axes of a chart say, and where.
    await page.evaluate(() => {
      const { fillText } = CanvasRenderingContext2D.prototype
      const drawn: [string, number][] = []
      Object.assign(globalThis, { drawn })
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        if (this.textAlign === 'right') drawn.push([text, y / devicePixelRatio])
        fillText.call(this, text, x, y)
      }
    })
    await page.evaluate(() => location.assign('#/runs?env=Acrobot-v1&metric=clipFraction'))
    await page.getByText('Reading the runs of the folder …').waitFor()
    answerRuns()
    await expect
      .poll(() => page.textContent('main'), WAIT)
      .toContain('Working out scores and intervals of 300 runs …')
    answerStudy()
    await page.getByLabel('clipFraction over environment steps').waitFor(WAIT)
    await expect.poll(() => page.getByText('Working out').count(), WAIT).toBe(0)
    const ones = () =>
      page.evaluate(() => (globalThis as unknown as { drawn: [string, number][] }).drawn.slice(-12))
    await expect.poll(async () => (await ones()).some(([text]) => text === '1')).toBe(true)
    const ticks = (await ones()).map(([text, y]) => ({ value: Number(text), y }))
    expect(Math.max(...ticks.map(({ value }) => value))).toBe(1)
    // 1 stands at the top of the plot, 8 pixels below that of the canvas.
    expect(ticks.find(({ value }) => value === 1)?.y).toBeCloseTo(8, 0)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(problems).toEqual([])
    await page.close()
  }, 120_000)

  test('who asks for less motion has an agent that waits for Play', async () => {
    const { page, problems } = await lab.open('#/explore')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.evaluate(() => location.assign('#/train?env=FourRooms-v0&totalSteps=2048'))
    await page.getByRole('heading', { name: 'Train', exact: true }).waitFor()
    await begin(page)
    const caption = () => page.textContent('.stage .caption .number')
    await page.locator('.stage').getByRole('button', { name: 'Play' }).waitFor(WAIT)
    await page.getByText('finished').waitFor(WAIT)
    const still = await caption()
    expect(still === 'Paused' || still?.includes('step 0')).toBe(true)
    await page.locator('.stage').getByRole('button', { name: 'Play' }).click()
    await expect.poll(caption, WAIT).toMatch(/Episode \d+ · step [1-9]/)
    expect(problems).toEqual([])
    await page.close()
  }, 120_000)

  test('radio buttons are 24 pixels in size with a pointer, 44 with a finger', async () => {
    const { page } = await lab.open('#/train?totalSteps=1024', PHONE)
    await begin(page)
    await page.getByRole('button', { name: /^settings of/ }).click()
    const least = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('label:has(input[type=radio])')].map((label) => {
          const { width, height } = label.getBoundingClientRect()
          return Math.min(width, height)
        }),
      )
    const sizes = await least()
    expect(sizes.length).toBeGreaterThan(8)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24)
    const browser = await page.context().newCDPSession(page)
    await browser.send('Emulation.setTouchEmulationEnabled', { enabled: true })
    await expect.poll(() => page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true)
    expect(Math.min(...(await least()))).toBeGreaterThanOrEqual(44)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
    await page.close()
  }, 120_000)
})
