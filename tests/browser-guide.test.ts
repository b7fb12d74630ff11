/** The programs of docs/browser.md, as they stand there. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createApp, linkDependencies, removeApp } from './bundlers/app.ts'
import { bundlers } from './bundlers/bundlers.ts'
import { useSite } from './bundlers/site.ts'
import { withoutBrowser } from './chromium.ts'

const programs = [...readFileSync('docs/browser.md', 'utf8').matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)].map(
  ([, name, text]) => [name, text] as const,
)
const files = Object.fromEntries(programs)
const html = (script: string) =>
  `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="./${script}"></script>`
const app = createApp({
  ...files,
  'training/index.html': html('training.js'),
  'training/training.js': files['training.js'],
  'training/worker.js': files['worker.js'],
  'index.html': html('page.js'),
  'compare/index.html': html('compare.js'),
  'compare/worker.js': files['worker.js'],
  'compare/compare.js': `import { train, trainInWorker } from 'formscale'
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
const settings = { env: 'CartPole-v1', totalSteps: 2048, seed: 3 }
const rows = []
async function compare() {
  const there = await trainInWorker(worker, { ...settings, onProgress: ({ step }) => rows.push(step) })
  const here = await train(settings)
  console.log(JSON.stringify([String(there.policy.toBytes()) === String(here.policy.toBytes()), rows]))
  const signal = { aborted: true, throwIfAborted() {} }
  console.log((await trainInWorker(worker, { ...settings, totalSteps: 1e8, signal })).result.status)
  await trainInWorker(worker, { ...settings, gamma: 2 }).catch((error) => console.log(error.message))
  await trainInWorker(worker, { ...settings, env: () => {} }).catch((error) => console.log(error.message))
  await here.save('folder').catch((error) => console.log(error.message))
}
compare()`,
})
afterAll(() => removeApp(app))
const site = useSite(app)
const [, vite] = bundlers

test('the guide to a page is twenty lines of program', () => {
  expect(programs.map(([name]) => name)).toEqual(['train.js', 'page.js', 'worker.js', 'training.js'])
  const lines = `${files['train.js']}${files['page.js']}`.split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeLessThanOrEqual(21)
})

describe.skipIf(withoutBrowser)('in a browser', () => {
  test('a policy trained in Node plays in a page', async () => {
    mkdirSync(join(app, 'public'))
    linkDependencies(app)
    const { stderr } = spawnSync('node', ['train.js'], { cwd: app, encoding: 'utf8' })
    expect(stderr).toBe('')
    await vite.build(app, join(app, 'out'), [])
    const { page, texts } = await site.open('out/index.html')
    await expect.poll(() => page.textContent('body')).toMatch(/steps upright/)
    // One that has not learned falls after about ten.
    expect(Number.parseInt((await page.textContent('body')) ?? '', 10)).toBeGreaterThan(100)
    expect(texts).toEqual([])
    await page.close()
  })

  test('a worker trains for its page', async () => {
    await vite.build(join(app, 'training'), join(app, 'out-training'), [])
    const { page, texts } = await site.open('out-training/index.html')
    await expect.poll(() => page.textContent('body')).toMatch(/^action: [01], after 20480 steps$/)
    expect(await page.title()).toMatch(/^20480 steps: \d/)
    expect(texts).toEqual([])
    await page.close()
  })

  test('to the same bits as the page, until it is stopped, and says what is wrong', async () => {
    await vite.build(join(app, 'compare'), join(app, 'out-compare'), [])
    const steps = [512, 1024, 1536, 2048]
    expect(await site.printed('out-compare/index.html', 5)).toEqual([
      JSON.stringify([true, steps]),
      'stopped',
      expect.stringContaining('gamma is 2; it must be at most 1'),
      expect.stringContaining("these settings can't be sent to a worker"),
      expect.stringContaining('only Node has folders'),
    ])
  })
})
