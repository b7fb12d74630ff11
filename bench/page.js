#!/usr/bin/env node
// Training in a page's worker beside training in Node, by turns: the same settings, one thread each. Prints Markdown.
//
//   npm run build && node bench/page.js --rounds 5 --node "$(npx -y node@24 -p process.execPath)"

import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { circumstances, summary, table } from './side-by-side/report.js'
import { runProgram } from './side-by-side/run-program.js'
import { tasks } from './side-by-side/tasks.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    node: { type: 'string', default: process.execPath },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})

/** Of each task, by its name, steps that take some seconds. */
const loops = { cartpole: 400_000, breakout: 130_000 }

const pages = {
  '/': '<!doctype html><title>bench</title>',
  '/run.js': "import '/worker.js'",
}
const dist = fileURLToPath(new URL('../dist/browser', import.meta.url))
const server = createServer(({ url }, response) => {
  response.setHeader('Content-Type', extname(url) === '.js' ? 'text/javascript' : 'text/html')
  if (pages[url]) return void response.end(pages[url])
  const file = join(dist, new URL(url, 'http://localhost').pathname)
  if (!existsSync(file)) return void response.writeHead(404).end()
  createReadStream(file).pipe(response)
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))

const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] })
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${server.address().port}/`)

/** Steps a second of a run in a fresh worker of the page. */
const inPage = (settings) =>
  page.evaluate(async (given) => {
    const { trainInWorker } = await import('/index.js')
    const worker = new Worker('/run.js', { type: 'module' })
    const { result } = await trainInWorker(worker, given)
    worker.terminate()
    return result.steps / result.seconds
  }, settings)

async function inNode(task, steps, seed) {
  const args = [fileURLToPath(new URL('train-task.js', import.meta.url)), task, '--steps', String(steps)]
  const { stdout } = await runProgram(values.node, [...args, '--seed', String(seed)])
  const { steps: done, seconds, versions } = JSON.parse(stdout.trim().split('\n').at(-1))
  return { perSecond: done / seconds, version: versions.node }
}

let version
const rows = []
for (const [task, steps] of Object.entries(loops)) {
  const found = []
  for (let seed = 1; seed <= Number(values.rounds); seed++) {
    const node = await inNode(task, steps, seed)
    version = node.version
    found.push({
      node: node.perSecond,
      page: await inPage({ ...tasks[task], totalSteps: steps, seed, threads: 1 }),
    })
  }
  rows.push([
    task,
    summary(found.map((one) => one.page)),
    summary(found.map((one) => one.node)),
    `**${summary(found.map((one) => one.page / one.node))}**`,
  ])
}
console.log(
  `- Chromium ${browser.version()} beside Node ${version}, ${values.rounds} rounds\n${circumstances()}\n`,
)
console.log(table(['steps/s', 'in a worker of a page', 'in Node', 'ratio'], rows))
await browser.close()
server.close()
