#!/usr/bin/env node
// The lab in a headless Chromium: how soon its first page answers, and how many frames a second Train has with a long run.
//
//   npm run build
//   node bench/lab-page.js --rows 200000   # 0 leaves Train out
//
// A slider is pressed once a load, at times from before the page is there, five loads a time; the page answers from the first
// time on from which the median press is followed by a frame with what it changed within 100 ms.
//
// The run is a real one, of updates as small as they get, so that it has its rows soon; frames are counted while it goes on.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { median } from './side-by-side/report.js'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    seconds: { type: 'string', default: '5' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const [rows, seconds] = [values.rows, values.seconds].map(Number)
const lab = spawn(process.execPath, [
  fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)),
  'lab',
  '--port',
  '0',
])
const [said] = await once(lab.stdout, 'data')
const [url] = /http:\S+\//.exec(said)
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] })
/** Milliseconds within which an answer seems to come at once. */
const SOON = 100
const viewport = { width: 1280, height: 800 }

/** Frames a second in the page, and the longest time between two, ms. */
const frames = (page) =>
  page.evaluate(async (ms) => {
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const times = [await next()]
    while (times.at(-1) - times[0] < ms) times.push(await next())
    const gaps = times.slice(1).map((time, i) => time - times[i])
    return { perSecond: (1000 * gaps.length) / (times.at(-1) - times[0]), longest: Math.max(...gaps) }
  }, 1000 * seconds)

/** A slider of the first page, where it has been laid out. */
async function sliderBox() {
  const page = await browser.newPage({ viewport })
  await page.goto(url)
  const box = await page.getByLabel('alpha r', { exact: true }).boundingBox()
  await page.close()
  return box
}

/**
 * Presses the slider once, so many ms after a load of the first page has begun, and gives the ms until a frame showed what that
 * changed: infinite where nothing was there to press. Also the page's bytes.
 */
async function press(box, after) {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const value = () => document.querySelector('[aria-label="f of A at the probe"]')?.textContent
    globalThis.answered = new Promise((resolve) => {
      addEventListener(
        'pointerdown',
        ({ timeStamp }) => setTimeout(resolve, 1500, [timeStamp, Infinity]),
        true,
      )
      addEventListener(
        'pointerdown',
        ({ timeStamp }) => {
          const before = value()
          const look = () => {
            const changed = before !== undefined && value() !== before
            setTimeout(() =>
              changed ? resolve([timeStamp, performance.now() - timeStamp]) : requestAnimationFrame(look),
            )
          }
          requestAnimationFrame(look)
        },
        true,
      )
    })
  })
  const input = await context.newCDPSession(page)
  await page.goto(url, { waitUntil: 'commit' })
  const began = performance.now() - (await page.evaluate(() => performance.now()))
  await new Promise((resolve) => setTimeout(resolve, began + after - performance.now()))
  const place = { x: box.x + 0.7 * box.width, y: box.y + box.height / 2, button: 'left', clickCount: 1 }
  await input.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...place })
  const [at, ms] = await page.evaluate(() => globalThis.answered)
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  await context.close()
  return { at, ms, files: [url, ...names] }
}

const box = await sliderBox()
let files = []
let answersFrom
for (let after = 300; after <= 1500; after += 100) {
  const presses = []
  for (let i = 0; i < 5; i++) presses.push(await press(box, after))
  const at = Math.round(median(presses.map((one) => one.at)))
  const ms = presses.map((one) => Math.round(one.ms))
  const isSoon = median(ms) <= SOON
  if (!isSoon) answersFrom = undefined
  else answersFrom ??= at
  if (answersFrom === at) files = presses[0].files
  console.log(`first page, pressed at ${at} ms: answered in ${ms.join(', ')} ms`)
}
const bodies = await Promise.all(
  files.map(async (name) => Buffer.from(await (await fetch(name)).arrayBuffer())),
)
const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
console.log(
  `first page answers from ${answersFrom} ms on, with ${Math.round(bytes / 1000)} kB gzipped; load average ${loadavg()[0].toFixed(1)}`,
)

/** Frames a second of Train: without a run, with a longer and longer one, and with it paused. */
async function trainFrames() {
  const page = await browser.newPage({ viewport })
  await page.goto(`${url}#/train`)
  await page.waitForSelector('.setup')
  console.log(`no run: ${JSON.stringify(await frames(page))}`)
  const tiny = 'numEnvs=1&rolloutSteps=2&minibatches=1&epochs=1&network.hidden=[4]'
  await page.goto(`${url}#/train?totalSteps=1000000000&${tiny}`)
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  const steps = async () => Number(await page.locator('.run progress').getAttribute('value'))
  for (let aim = rows / 100; aim <= rows; aim *= 10) {
    while ((await steps()) < 2 * aim) await page.waitForTimeout(500)
    const { perSecond, longest } = await frames(page)
    const updates = Math.round((await steps()) / 2)
    console.log(
      `${updates} rows, training: ${perSecond.toFixed(1)} frames/s, longest gap ${Math.round(longest)} ms`,
    )
  }
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Go on' }).waitFor()
  console.log(`paused: ${JSON.stringify(await frames(page))}`)
}

if (rows > 0) await trainFrames()
await browser.close()
lab.kill('SIGINT')
