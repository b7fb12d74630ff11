import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { readRun } from '../../src/runs/folder/index.ts'
import { load, train } from '../../src/runs/index.ts'
import { evaluate } from '../../src/training/index.ts'
import { withoutBrowser } from '../chromium.ts'
import { numberIn, type Page, useLab } from './browser.ts'

const WAIT = { timeout: 100_000 }

/** The number in the first element of a label; NaN before there is one. */
const read = async (page: Page, label: string) => numberIn(await page.getByLabel(label).first().textContent())

const steps = async (page: Page) => Number(await page.locator('.run progress').first().getAttribute('value'))

describe.skipIf(withoutBrowser)('Train', () => {
  const lab = useLab()
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  /** Saves what the first run's Download gives, and unpacks it; the folder of the run and the zip. */
  async function download(page: Page) {
    const dir = mkdtempSync(join(tmpdir(), 'formscale-'))
    folders.push(dir)
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).first().click()
    const zip = join(dir, 'run.zip')
    await (await waiting).saveAs(zip)
    const files = Object.entries(unzipSync(readFileSync(zip)))
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), bytes)
    }
    return { folder: join(dir, files[0][0].split('/')[0]), zip }
  }

  test('CartPole trains to a mean return of 195, pauses, goes on, and is a run for the command line', async () => {
    // More steps than any machine makes before the click on Pause.
    const { page, problems } = await lab.open('#/train?seed=3&totalSteps=100000000')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await expect.poll(() => read(page, 'return of ppo'), WAIT).toBeGreaterThanOrEqual(195)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
    const paused = await steps(page)
    // Something is drawn: samples that push, an episode, hints.
    const counts = await Promise.all(
      ['samples pushed up', 'samples pushed down', 'samples cut off'].map((label) => read(page, label)),
    )
    expect(counts[0] + counts[1] + counts[2]).toBe(256)
    expect(counts[0]).toBeGreaterThan(10)
    await expect.poll(() => page.textContent('.stage .caption'), WAIT).toMatch(/Episode \d+ · step \d+/)
    await expect.poll(() => page.locator('.hint[data-tone]').count()).toBe(5)

    const { folder } = await download(page)
    const run = await load(folder)
    expect(run.result.steps).toBe(paused)
    const learned = readRun(folder).metrics.find(({ meanReturn }) => Number(meanReturn) >= 195)
    expect(learned?.step).toBeLessThan(150_000)
    expect(run.config).toMatchObject({ env: 'CartPole-v1', seed: 3, numEnvs: 8 })
    expect((await evaluate(run.policy, 'CartPole-v1', { episodes: 20 })).meanReturn).toBeGreaterThan(120)
    const { stdout } = await promisify(execFile)('node', [
      'dist/cli/main.js',
      'eval',
      folder,
      '--episodes',
      '3',
      '--json',
    ])
    expect(JSON.parse(stdout).returns).toHaveLength(3)

    await page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(paused)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('gives the bits that Node gives, and goes on with a run that comes as a zip', async () => {
    const settings = { totalSteps: 8192, numEnvs: 8, deterministic: true, seed: 5 }
    const { page, problems } = await lab.open(
      '#/train?env=FourRooms-v0&a=spo&totalSteps=8192&deterministic=true&seed=5',
    )
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    const { folder, zip } = await download(page)
    const here = await load(folder)
    const there = await train({
      ...settings,
      ...{ env: 'FourRooms-v0', update: 'spo', optimiser: { learningRate: 1e-3 } },
    })
    expect(here.config).toEqual(there.config)
    const parameters = (run: typeof here) => run.policy.network.parameters.values.data
    // Engines round the exponential differently in the last of 53 bits; float32 hides it.
    expect(parameters(here)).toEqual(parameters(there))

    await page.getByRole('button', { name: 'close spo' }).click()
    await page.setInputFiles('input[accept=".zip"]', zip)
    await page.getByText('finished').waitFor(WAIT)
    expect(await steps(page)).toBe(8192)
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.getByLabel('Steps in all').fill('12288')
    await page.getByRole('button', { name: 'Change this run' }).click()
    await expect.poll(() => steps(page), WAIT).toBe(12_288)
    expect((await load((await download(page)).folder)).result).toMatchObject({
      status: 'finished',
      steps: 12_288,
    })

    // Its folder, dropped on the page, is a second run.
    const browser = await page.context().newCDPSession(page)
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await browser.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
    await expect.poll(() => page.getByText('8,192 of 8,192 steps').count(), WAIT).toBe(1)

    await page.setInputFiles('input[accept=".zip"]', {
      name: 'no.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from('?'),
    })
    await expect.poll(() => page.textContent('.open-run [role=alert]')).toContain("the zip can't be read")
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('two updates race, one is changed in mid-run, another branches off', async () => {
    const { page, problems } = await lab.open('#/train?a=ppo,alphaR:-0.5&b=a2c&totalSteps=100000000')
    await page.getByRole('button', { name: 'Race', exact: true }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(2000)
    await expect
      .poll(() => page.locator('.run .name b').allTextContents())
      .toEqual(['ppo+alphaR=-0.5', 'a2c'])
    await page.getByRole('button', { name: 'Change…' }).nth(1).click()
    await page.locator('.change').getByLabel('Update').selectOption('spo')
    await page.getByRole('button', { name: 'Change this run' }).click()
    await expect.poll(() => page.locator('.run .name b').nth(1).textContent(), WAIT).toMatch(/^a2c→spo@\d+$/)

    await page.getByRole('button', { name: 'Change…' }).first().click()
    await page.locator('.change').getByLabel('Update').selectOption('mdpo')
    await page.locator('.change').getByLabel('From').selectOption('0')
    await page.getByRole('button', { name: 'Branch off' }).click()
    await expect.poll(() => page.locator('.run .name b').nth(2).textContent(), WAIT).toBe('mdpo')
    await expect
      .poll(async () => Number(await page.locator('.run progress').nth(2).getAttribute('value')), WAIT)
      .toBeGreaterThan(0)
    expect(problems).toEqual([])

    // Runs outlive the page: they are there when one comes back to it.
    await page.getByRole('link', { name: 'Explore', exact: true }).click()
    await page.getByRole('heading', { name: 'Explore the family' }).waitFor()
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    await expect.poll(() => page.locator('.run').count()).toBe(3)
    await page.close()
  }, 180_000)

  test('an f of one’s own trains from its link, and its folder goes on in a terminal', async () => {
    const formula = 'ρ * (Δr - k * tanh(Δo))'
    const link = `env=FourRooms-v0&a=ppo,.k:0.5,f:${encodeURIComponent(formula)}&totalSteps=8192&deterministic=true`
    const { page, problems } = await lab.open(`#/train?${link}`)
    expect(await page.textContent('.copy code')).toContain(
      `--update 'formula: ${formula}' --set update.scale.numbers.k=0.5`,
    )
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    const counts = await Promise.all(
      ['samples pushed up', 'samples pushed down'].map((label) => read(page, label)),
    )
    expect(counts[0] + counts[1]).toBeGreaterThan(100)
    const { folder } = await download(page)
    const here = await load(folder)
    expect(here.config.update).toMatchObject({
      name: 'f=ρ*(Δr-k*tanh(Δo))+k=0.5',
      scale: { formula, numbers: { k: 0.5 } },
    })
    // The same f as a function, in Node.
    const scale = (o: number, r: number) => Math.exp(o) * (r - 0.5 * Math.tanh(o))
    const there = await train({ ...here.config, update: { ...here.config.update, scale } })
    const parameters = (run: typeof here) => run.policy.network.parameters.values.data
    expect(parameters(here)).toEqual(parameters(there))
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('a setting that is wrong is named before anything starts', async () => {
    const { page, problems } = await lab.open('#/train')
    await page.getByLabel('Learning rate').fill('fast')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.textContent('.setup [role=alert]')).toContain('Learning rate is "fast"')
    await expect.poll(() => page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Reset settings' }).click()
    await expect.poll(() => page.getByLabel('Learning rate').inputValue()).toBe('0.001')
    await page.getByLabel('Environment', { exact: true }).selectOption('Hopper-v5')
    await expect.poll(() => page.getByLabel('Steps a rollout').inputValue()).toBe('2048')
    expect(problems).toEqual([])
    await page.close()
  })

  test('MuJoCo is loaded when it is asked for, trains and is drawn', async () => {
    const { page, problems } = await lab.open(
      '#/train?env=InvertedPendulum-v5&rolloutSteps=256&minibatches=4',
    )
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(request.url()))
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(500)
    await expect.poll(() => page.textContent('.stage .caption'), WAIT).toMatch(/Episode \d+ · step \d+/)
    expect(loaded.some((url) => url.includes('mujoco'))).toBe(true)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)
})
