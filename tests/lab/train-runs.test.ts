import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const WAIT = { timeout: 100_000 }
const ENDLESS = 100_000_000

const steps = async (page: Page) => Number(await page.locator('.run progress').first().getAttribute('value'))

/** The files of the zip that Download gives, by their names in the run's folder. */
async function download(page: Page): Promise<Record<string, Uint8Array>> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).first().click()
  const files = unzipSync(readFileSync(await (await waiting).path()))
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path.replace(/^[^/]*\//, ''), bytes]),
  )
}

/** What is said below each curve, by its panel's title. */
const hintsOf = async (page: Page): Promise<Record<string, string>> =>
  Object.fromEntries(
    await page
      .locator('.panel:has(.hint)')
      .evaluateAll((all) =>
        all.map((panel) => [
          panel.querySelector('h2')?.textContent ?? '',
          panel.querySelector('.hint')?.textContent ?? '',
        ]),
      ),
  )

/** The files that the browser keeps of the page's runs, each as FOLDER/NAME, with the text of those that hold JSON. */
const keptFiles = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const found: Record<string, string> = {}
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('formscale-runs')
    for await (const [id, folder] of root.entries())
      for await (const [name, file] of (folder as FileSystemDirectoryHandle).entries())
        found[`${id}/${name}`] =
          file.kind === 'file' && name.endsWith('.json')
            ? await (await (file as FileSystemFileHandle).getFile()).text()
            : ''
    return found
  })

/** How many runs are kept whole. */
const keptRuns = async (page: Page) =>
  Object.keys(await keptFiles(page)).filter((name) => name.endsWith('/checkpoint.safetensors')).length

const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString())

describe.skipIf(withoutBrowser)('Runs of the page', () => {
  const lab = useLab()

  test('have a clock that counts neither pauses nor the time after the end', async () => {
    const { page, problems } = await lab.open(`#/train?totalSteps=${ENDLESS}`)
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(5000)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
    const before = json((await download(page))['result.json'])
    await page.waitForTimeout(1500)
    const after = json((await download(page))['result.json'])
    expect(after).toEqual(before)
    expect(after.seconds).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(before.steps)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()
    const rows = Buffer.from((await download(page))['metrics.jsonl'])
      .toString()
      .trim()
      .split('\n')
    const seconds = rows.map((row) => JSON.parse(row)).find(({ step }) => step > before.steps)?.seconds
    // The update after the pause lasted less than the pause.
    expect(seconds - before.seconds).toBeLessThan(1.4)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('that race have hints that say of which they speak, and no collapse is told to take larger steps', async () => {
    const { page, problems } = await lab.open('#/train?b=a2c&totalSteps=20000&optimiser.learningRate=0.05')
    await page.getByRole('button', { name: 'Race', exact: true }).click()
    await expect
      .poll(() => page.locator('.hint[data-tone] .who').allTextContents(), WAIT)
      .toEqual(Array(5).fill('ppo'))
    await page.getByLabel('watch a2c').check()
    await expect
      .poll(() => page.locator('.hint[data-tone] .who').allTextContents())
      .toEqual(Array(5).fill('a2c'))
    await expect.poll(() => page.getByText('finished').count(), WAIT).toBe(2)
    await expect
      .poll(async () => (await hintsOf(page))['Approximate KL'])
      .toMatch(/runs away|collapse|certain|went too far/)
    const hints = await hintsOf(page)
    for (const metric of ['Approximate KL', 'Clip fraction'])
      expect(hints[metric]).not.toMatch(/higher learning rate|could be larger/)
    await page.getByRole('button', { name: 'close ppo' }).click()
    await expect.poll(() => page.locator('.hint[data-tone] .who').count()).toBe(0)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('that never reached the goal, or have data of others, have hints that know it', async () => {
    const { page, problems } = await lab.open('#/train?env=MountainCar-v0&totalSteps=8192&rolloutSteps=256')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    await expect.poll(() => page.getByLabel('return of ppo').textContent()).toContain('−200')
    await expect
      .poll(async () => (await hintsOf(page)).Return)
      .toContain('Every episode had the same return, -200: the goal was never reached')
    const flat = await hintsOf(page)
    expect(await page.locator('.seen .hint').getAttribute('data-tone')).toBe('caution')
    for (const text of Object.values(flat)) expect(text).not.toMatch(/higher learning rate|could be larger/)
    await page.getByRole('button', { name: 'close ppo' }).click()

    await page.evaluate(() => location.assign('#/train?totalSteps=4096&behaviour.kind=epsilon-greedy'))
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    for (const metric of ['Approximate KL', 'Clip fraction'])
      await expect
        .poll(async () => (await hintsOf(page))[metric])
        .toContain('another policy (epsilon-greedy)')
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('change any number on the way, also one of the update, and branch off changed from a checkpoint', async () => {
    const { page, problems } = await lab.open(`#/train?totalSteps=${ENDLESS}&numEnvs=2&rolloutSteps=64`)
    const change = page.locator('.change')
    const turn = async (path: string, value: string, button: string) => {
      await page.getByRole('button', { name: 'Change…' }).first().click()
      await change.getByLabel('Number').selectOption(path)
      await change.getByLabel('becomes').fill(value)
      await change.getByRole('button', { name: button, exact: true }).click()
    }
    const name = () => page.locator('.run .name b').allTextContents()
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(1000)
    await turn('optimiser.learningRate', '0.01', 'Change this run')
    await expect.poll(name, WAIT).toEqual([expect.stringMatching(/^ppo→optimiser.learningRate=0.01@\d+$/)])
    const turned = await steps(page)
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(turned)
    await turn('update.scale.trust.low', '0.1', 'Change this run')
    await expect.poll(name, WAIT).toEqual([expect.stringMatching(/→update.scale.trust.low=0.1@\d+$/)])
    await turn('entropyCoefficient', '0.1..0', 'Change this run')
    await expect.poll(name, WAIT).toEqual([expect.stringMatching(/→entropyCoefficient=0.1..0@\d+$/)])
    const changed = Number(/@(\d+)$/.exec((await name())[0])?.[1])
    await expect.poll(() => steps(page), WAIT).toBeGreaterThan(changed)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor()

    // A setting that is no number, or a number that can't be, changes nothing and says why.
    await turn('gamma', '2', 'Change this run')
    await expect.poll(() => page.textContent('.runs [role=alert]')).toContain('gamma')

    const files = await download(page)
    const { config } = json(files['config.json'])
    expect(config).toMatchObject({
      optimiser: { learningRate: 0.01, schedule: 'constant' },
      entropyCoefficient: { from: 0.1, to: 0 },
      update: { scale: { trust: { kind: 'clip', low: 0.1, high: 0.2 } } },
    })
    const rows = Buffer.from(files['metrics.jsonl']).toString().trim().split('\n')
    const { learningRate, entropyCoefficient } = JSON.parse(rows.at(-1) as string)
    expect([learningRate, entropyCoefficient]).toEqual([0.01, expect.closeTo(0.1, 3)])
    expect(JSON.parse(rows[0]).learningRate).toBe(0.001)

    await page.getByRole('button', { name: 'Change…' }).first().click()
    await change.getByLabel('From').selectOption('0')
    await change.getByLabel('Number').selectOption('update.scale.trust.high')
    await change.getByLabel('becomes').fill('0.3')
    await change.getByRole('button', { name: 'Branch off', exact: true }).click()
    await expect.poll(() => page.locator('.run').count(), WAIT).toBe(2)
    await expect
      .poll(async () => Number(await page.locator('.run progress').nth(1).getAttribute('value')), WAIT)
      .toBeGreaterThan(0)
    await page
      .getByRole('button', { name: /^settings of/ })
      .nth(1)
      .click()
    await expect
      .poll(() => page.locator('.settings-list .telling').allTextContents())
      .toContain('update.scale.trust.high0.3')
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('are refused where a file of theirs is damaged, as the page Runs refuses them', async () => {
    const { page, problems } = await lab.open('#/train?totalSteps=4096')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    const files = await download(page)
    const give = (changed: Record<string, Uint8Array | string>) =>
      page.setInputFiles('input[accept=".zip"]', {
        name: 'run.zip',
        mimeType: 'application/zip',
        buffer: Buffer.from(
          zipSync(
            Object.fromEntries(
              Object.entries({ ...files, ...changed }).map(([name, content]) => [
                `r/${name}`,
                Buffer.from(content),
              ]),
            ),
          ),
        ),
      })
    const said = () => page.textContent('.open-run [role=alert]')
    await give({ 'config.json': '{' })
    await expect.poll(said).toBe('the run in run.zip is damaged: config.json is not a JSON object')
    await give({ 'metrics.jsonl': 'nonsense\n' })
    await expect.poll(said).toContain('metrics.jsonl line 1 is not a row of metrics: it is not JSON')
    await give({ 'result.json': '{"status":"finished","steps":-1}' })
    await expect.poll(said).toContain('result.json: steps is -1')
    expect(await page.locator('.run').count()).toBe(1)

    // What only the trainer sees: a checkpoint with a bit turned over, and one that config.json contradicts.
    const checkpoint = files['checkpoint/checkpoint.safetensors'].slice()
    checkpoint[checkpoint.length - 9] ^= 1
    await give({ 'checkpoint/checkpoint.safetensors': checkpoint })
    await page.getByText('the checksum does not match: the file is damaged').waitFor(WAIT)
    await page.getByRole('button', { name: /^close …/ }).click()
    const config = Buffer.from(files['config.json']).toString().replace('"gamma": 0.99', '"gamma": 0.9')
    await give({ 'config.json': config })
    await page.getByText('this run contradicts itself: its config.json has gamma=0.9').waitFor(WAIT)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('that differ in a setting are told apart, renamed, hidden and coloured; a repetition is said', async () => {
    const { page, problems } = await lab.open('#/train?totalSteps=4096')
    const train = page.getByRole('button', { name: 'Train', exact: true })
    const legend = () => page.locator('.chart').first().locator('.legend .name').allTextContents()
    await train.click()
    await page.getByLabel('Epochs').fill('2')
    await page.keyboard.press('Tab')
    await train.click()
    await expect.poll(legend, WAIT).toEqual(['ppo (epochs=10)', 'ppo (epochs=2)'])
    await page.getByText('finished').nth(1).waitFor(WAIT)
    await page.getByRole('button', { name: 'settings of ppo (epochs=2)' }).click()
    expect(await page.locator('.details .telling').allTextContents()).toEqual(['epochs2'])
    await page.locator('.details').getByLabel('Name').fill('fewer passes')
    await page.keyboard.press('Enter')
    await expect.poll(legend).toEqual(['ppo (epochs=10)', 'fewer passes'])
    await page.getByLabel('colour 6').check()
    await expect
      .poll(() => page.locator('.chart').first().locator('.legend .line').nth(1).getAttribute('style'))
      .toContain('--series-5')
    await page.getByLabel('hide its curves').check()
    await expect.poll(legend).toEqual(['ppo (epochs=10)'])
    await page.getByLabel('hide its curves').uncheck()

    // Over time, smoothed, on a logarithmic axis: all in the address.
    await page.getByLabel('curves over').selectOption('seconds')
    await page.getByLabel('smoothing').selectOption('10')
    await page.getByLabel('log', { exact: true }).check()
    await page.getByLabel('meanReturn over seconds of training').waitFor()
    expect(page.url()).toContain('over=seconds&smooth=10&y=log')

    await train.click()
    await page.getByText('The same settings and seed as fewer passes: it adds no evidence.').waitFor(WAIT)
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)

  test('are found again after a reload, with their timeline; leaving while they train asks', async () => {
    const { page, problems } = await lab.open('#/train?totalSteps=20000&seed=4')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('finished').waitFor(WAIT)
    await page.getByRole('button', { name: 'settings of ppo' }).click()
    await page.locator('.details').getByLabel('Name').fill('mine')
    await page.keyboard.press('Enter')
    const score = await page.getByLabel('return of mine').textContent()
    const before = json((await download(page))['result.json'])
    await expect.poll(async () => Object.values(await keptFiles(page)).join()).toContain('"name":"mine"')
    await expect.poll(() => keptRuns(page)).toBe(1)
    await page.reload()
    await expect.poll(() => page.getByLabel('return of mine').textContent(), WAIT).toBe(score)
    expect(json((await download(page))['result.json'])).toEqual(before)

    // Back on the timeline: the policy of the first step plays, and a branch goes on from there.
    const timeline = page.getByLabel('Timeline')
    expect(await timeline.getAttribute('max')).toBe('11')
    await timeline.fill('0')
    await expect.poll(() => page.locator('.timeline output').textContent()).toMatch(/^step 0/)
    await page.getByLabel(/as it was at step 0$/).waitFor(WAIT)
    await timeline.fill('3')
    await expect.poll(() => page.locator('.timeline output').textContent()).toMatch(/^step 6,144, return \d/)
    // Back to now: the button goes, and the keys stay with the timeline.
    await page.getByRole('button', { name: 'Back to now' }).press('Enter')
    await expect.poll(() => page.locator('.timeline output').textContent()).toBe('now')
    expect(await timeline.evaluate((one) => one === document.activeElement)).toBe(true)
    await timeline.fill('3')
    await page.getByRole('button', { name: 'Branch off here…' }).click()
    expect(await page.locator('.change').getByLabel('From').inputValue()).toBe('6144')
    await page.locator('.change').getByLabel('Update').selectOption('spo')
    await page.locator('.change').getByLabel('Steps in all').fill(String(ENDLESS))
    await page.getByRole('button', { name: 'Branch off', exact: true }).click()
    await page.getByLabel('return of ppo→spo@6144').waitFor(WAIT)

    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await page.getByRole('button', { name: 'Pause' }).waitFor(WAIT)
    await expect.poll(() => keptRuns(page), WAIT).toBe(2)
    await page.reload()
    expect(asked).toEqual(['beforeunload'])
    await page.getByRole('button', { name: 'Go on' }).waitFor(WAIT)
    expect(await page.locator('.run').count()).toBe(2)
    await page.getByRole('button', { name: /^close ppo/ }).click()
    await page.getByRole('button', { name: 'close mine' }).click()
    await expect.poll(async () => Object.keys(await keptFiles(page))).toEqual([])
    await page.reload()
    await page.getByText('None yet').waitFor()
    expect(problems).toEqual([])
    await page.close()
  }, 180_000)
})
