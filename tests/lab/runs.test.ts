import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { train } from '../../src/runs/index.ts'
import { writeFakeRun, writeFakeStudy } from '../../src/runs/testing/fake-run.ts'
import { withoutBrowser } from '../chromium.ts'
import { type Page, useLab } from './browser.ts'

const WAIT = { timeout: 60_000 }
const dir = mkdtempSync(join(tmpdir(), 'formscale-runs-'))

/** A study of two updates in two environments, a run that is going on, one to watch, and a broken one. */
async function fillFolder(): Promise<void> {
  writeFakeStudy(join(dir, 'study'))
  writeFileSync(join(dir, 'study', 'study.json'), '{"commands": ["formscale compare --here"]}')
  writeFakeRun(join(dir, 'going-on'), {
    returns: [5],
    status: 'killed',
    settings: { update: 'mdpo', totalSteps: 900 },
  })
  // Of a moment ago, however long the tests take.
  const later = new Date(Date.now() + 3_600_000)
  utimesSync(join(dir, 'going-on', 'metrics.jsonl'), later, later)
  mkdirSync(join(dir, 'broken'))
  writeFileSync(join(dir, 'broken', 'config.json'), '<b>no json</b>')
  await train({ env: 'CartPole-v1', update: 'a2c', totalSteps: 4096, out: join(dir, 'trained') })
}

const row = (page: Page, text: string) => page.locator('.run-lines li').filter({ hasText: text })

describe.skipIf(withoutBrowser)('Runs', () => {
  beforeAll(fillFolder)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  const lab = useLab(dir)

  test('shows what a study found, and compares what is chosen', async () => {
    const { page, problems } = await lab.open('#/runs')
    await page.getByText('14 runs, 1 study, 1 running, 1 broken').waitFor()
    await page.getByLabel('Study', { exact: true }).selectOption('study')
    await page.getByLabel('Environment', { exact: true }).selectOption('CartPole-v1')
    await expect.poll(() => page.url()).toContain('study=study&env=CartPole-v1')
    const scores = page.locator('.findings').first()
    await expect
      .poll(() => scores.locator('tbody tr').allTextContents())
      .toEqual([
        expect.stringMatching(/^ppo102\.0 \[101\.0, 103\.0\]3/),
        expect.stringMatching(/^spo82\.00 \[81\.00, 83\.00\]3/),
      ])
    expect(await scores.locator('[role=img]').first().getAttribute('aria-label')).toBe(
      '102.0, from 101.0 to 103.0',
    )
    const curves = page.getByLabel('meanReturn over environment steps')
    await expect.poll(() => curves.locator('.legend .name').allTextContents()).toEqual(['ppo', 'spo'])
    await expect
      .poll(async () =>
        (await page.locator('.pairs tbody td').allTextContents()).map((cell) => cell.slice(0, 5)),
      )
      .toEqual(['–', '100 %', '0 %0–', '–'])
    await page.getByText('formscale compare --here').waitFor()
    await page.getByRole('heading', { name: 'All 2 environments together' }).waitFor()

    await page.getByLabel('spo', { exact: true }).uncheck()
    await expect.poll(() => page.locator('.pairs').count()).toBe(0)
    await expect.poll(() => page.locator('.chart .legend .name').allTextContents()).toEqual(['ppo'])
    await page.getByLabel('curve', { exact: true }).selectOption('entropy')
    await page.getByText('single runs').click()
    await expect.poll(() => page.url()).toContain('show=ppo&metric=entropy&curves=runs')
    await page.goBack()
    await page.goBack()
    await expect.poll(() => page.url()).toMatch(/show=ppo$/)
    expect(problems).toEqual([])
    await page.close()
  })

  test('lists runs with their states, a broken one beside the others, and filters them', async () => {
    const { page, problems } = await lab.open('#/runs')
    await row(page, 'config.json is not a JSON object').waitFor()
    expect(await row(page, 'broken').first().textContent()).toContain('broken')
    await expect.poll(() => page.locator('.run-lines li').count()).toBe(15)
    await page.getByLabel(/^find runs/).fill('acrobot spo')
    await expect.poll(() => page.locator('.run-lines li').count()).toBe(3)
    await page.getByLabel(/^find runs/).fill('')
    await page.locator('.by-run').getByText('running', { exact: true }).click()
    await expect.poll(() => page.locator('.run-lines li').count()).toBe(1)
    expect(problems).toEqual([])
    await page.close()
  })

  test('tells runs apart: groups, sorts and filters them by settings, and keeps names and colours', async () => {
    const { page, problems } = await lab.open('#/runs')
    const paths = () => page.locator('.run-lines .path').allTextContents()
    await page.getByLabel('Sort by').selectOption('score')
    await expect.poll(async () => (await paths())[0]).toBe('study/Acrobot-v1/ppo/seed-3')
    await page.getByLabel('Group by').selectOption('totalSteps')
    await expect.poll(() => page.locator('.by-run h3').allTextContents()).toContain('totalSteps: 4096')
    await page.getByLabel('Only with').selectOption('totalSteps')
    await page.getByLabel('of', { exact: true }).selectOption('4096')
    await expect.poll(paths).toEqual(['trained'])
    await page.getByRole('button', { name: 'settings of trained' }).click()
    await expect
      .poll(() => page.locator('.settings-list .telling').allTextContents())
      .toContain('totalSteps4096')
    await page.locator('.details').getByLabel('Name').fill('my run')
    await page.keyboard.press('Enter')
    await page.getByLabel('colour 4').check()
    await expect.poll(() => page.locator('.run-lines .what b').textContent()).toBe('my run')
    await page.reload()
    await expect.poll(() => page.locator('.run-lines .what b').textContent()).toBe('my run')
    expect(await page.locator('.run-lines .what b').getAttribute('style')).toContain('--series-3')
    expect(page.url()).toContain('sort=score&group=totalSteps&where=totalSteps%3D4096')
    expect(problems).toEqual([])
    await page.close()
  })

  test('follows what trains meanwhile', async () => {
    const { page, problems } = await lab.open('#/runs?status=running')
    const line = row(page, 'mdpo')
    await line.waitFor()
    await expect.poll(() => line.textContent()).toContain('100 of 900')
    const metrics = join(dir, 'going-on', 'metrics.jsonl')
    const first = JSON.parse(readFileSync(metrics, 'utf8'))
    appendFileSync(metrics, `${JSON.stringify({ ...first, update: 2, step: 200, meanReturn: 77 })}\n`)
    await expect.poll(() => line.textContent(), WAIT).toContain('200 of 900')
    await expect.poll(() => line.textContent()).toContain('77')
    writeFakeRun(join(dir, 'fresh'), {
      returns: [3],
      status: 'killed',
      settings: { update: 'cispo', totalSteps: 900 },
    })
    await row(page, 'cispo').waitFor(WAIT)
    expect(problems).toEqual([])
    await page.close()
  })

  test('lets a policy play, and hands a run over to Train', async () => {
    const { page, problems } = await lab.open('#/runs?find=trained')
    await page.getByRole('button', { name: 'watch trained' }).click()
    await expect.poll(() => page.textContent('.stage .caption'), WAIT).toMatch(/Episode \d+ · step \d+/)
    await page.getByRole('button', { name: 'Take it up in Train' }).click()
    await page.getByRole('heading', { name: 'Train', exact: true }).waitFor()
    await page.getByText('4,096 of 4,096 steps').waitFor(WAIT)
    await expect.poll(() => page.getByLabel('return of a2c').textContent()).toMatch(/^[\d.]+return$/)
    await page.getByRole('button', { name: 'close a2c' }).click()

    // Of a checkpoint with a bit turned over, only that is said.
    const bent = join(dir, 'bent')
    cpSync(join(dir, 'trained'), bent, { recursive: true })
    const checkpoint = join(bent, 'checkpoint', 'checkpoint.safetensors')
    const bytes = readFileSync(checkpoint)
    bytes[bytes.length - 9] ^= 1
    writeFileSync(checkpoint, bytes)
    await page.evaluate(() => location.assign('#/runs?find=bent'))
    await page.getByRole('button', { name: 'watch bent' }).click(WAIT)
    await expect
      .poll(() => page.textContent('.watch'), WAIT)
      .toContain('the checksum does not match: the file is damaged')
    expect(await page.locator('.watch').innerText()).not.toMatch(/Episode|Getting ready/)
    expect(problems).toEqual([])
    await page.close()
  })

  test('a static copy says what it lacks, and which command has it', async () => {
    const pages = new URL('../../dist/lab', import.meta.url).pathname
    const types: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.html': 'text/html',
      '.svg': 'image/svg+xml',
    }
    const site = createServer(({ url = '' }, response) => {
      const file = url === '/' ? '/index.html' : url
      response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
      response.end(readFileSync(join(pages, file)))
    })
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve)
    })
    const { page, problems } = await lab.open(
      '#/runs',
      undefined,
      `http://127.0.0.1:${(site.address() as AddressInfo).port}/`,
    )
    await page.getByText('npx formscale lab --dir runs').waitFor()
    expect(problems).toEqual([])
    await page.close()
    site.closeAllConnections()
    site.close()
  })
})
