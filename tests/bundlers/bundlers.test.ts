/** What a user's own tools make of the package, and what that does in a browser. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, withoutBrowser } from '../chromium.ts'
import { createApp, readmeProgram, removeApp } from './app.ts'
import { type Bundler, bundlers, filesIn } from './bundlers.ts'

const START_WORKER = "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })"
const page = (script: string) =>
  `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="./${script}"></script>`

const program = readmeProgram()
const browserBuild = './node_modules/formscale/dist/browser'
const app = createApp({
  'index.html': page('main.js'),
  'main.js': `import './program.js'\n${START_WORKER}`,
  // For bundlers that leave workers to others: it is an entry of its own.
  'page.js': program,
  'worker.js': "import './program.js'",
  'program.js': program,
  'cartpole.js': "import { CartPole } from 'formscale/envs'\nconsole.log(new CartPole().reset(1))",
  'mujoco/index.html': page('main.js'),
  'mujoco/main.js': `import 'formscale/mujoco'
import { train } from 'formscale'
train({ env: 'InvertedPendulum-v5', totalSteps: 512 }).then(({ result }) => console.log(result.steps, 'steps upright'))`,
  // No bundler: in a page an import map says where the package is; workers have none, and name the file.
  'plain.html': `<script type="importmap">{ "imports": { "formscale": "${browserBuild}/index.js" } }</script>
${page('program.js')}<script type="module">new Worker('./plain-worker.js', { type: 'module' })</script>`,
  'plain-worker.js': program.replace("'formscale'", `'${browserBuild}/index.js'`),
})

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

let server: Server
let browser: Browser

beforeAll(async () => {
  server = createServer((request, response) => {
    const file = join(app, new URL(request.url ?? '/', 'http://localhost').pathname)
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  if (!withoutBrowser) browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  server.close()
  removeApp(app)
})

/** Opens a page of the app; what it and its workers print, once there are so many lines. */
async function printed(path: string, lines: number): Promise<string[]> {
  const tab = await browser.newPage()
  const texts: string[] = []
  tab.on('console', (message) => texts.push(message.text()))
  tab.on('pageerror', (error) => texts.push(`Error: ${error.message}`))
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`)
  await expect.poll(() => texts.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(lines)
  await tab.close()
  return texts
}

const outOf = ({ name }: Bundler, what: string) => join(app, 'out', name.replace(' ', '-'), what)

/** Builds the page and worker of the README's program; the page's path. */
async function buildProgram(bundler: Bundler): Promise<string> {
  const out = outOf(bundler, 'program')
  await bundler.build(app, out, ['page.js', 'worker.js'])
  if (!bundler.readsHtml)
    writeFileSync(
      join(out, 'index.html'),
      `${page('page.js')}<script type="module">new Worker('./worker.js', { type: 'module' })</script>`,
    )
  return `${out.slice(app.length + 1)}/index.html`
}

const ANSWER = /^\d+\.\d steps upright, action now: [01]$/

describe.skipIf(withoutBrowser)('the program of the README runs in a page and in its worker', () => {
  test.each(bundlers)('by $name', async (bundler) => {
    const path = await buildProgram(bundler)
    const [first, second, ...more] = await printed(path, 2)
    expect(first).toMatch(ANSWER)
    // Both train by the same settings and seed.
    expect(second).toBe(first)
    expect(more).toEqual([])
    expect(filesIn(outOf(bundler, 'program')).filter((file) => file.endsWith('.wasm'))).toEqual([])
  })

  test('without any', async () => {
    const [first, second, ...more] = await printed('plain.html', 2)
    expect(first).toMatch(ANSWER)
    expect(second).toBe(first)
    expect(more).toEqual([])
  })
})

test('MuJoCo comes into a program that asks for it', async () => {
  const [, vite] = bundlers
  const out = outOf(vite, 'mujoco')
  await vite.build(join(app, 'mujoco'), out, [])
  const [wasm] = filesIn(out).filter((file) => file.endsWith('.wasm'))
  expect(statSync(wasm).size).toBeGreaterThan(5e6)
  if (withoutBrowser) return
  expect(await printed(`${out.slice(app.length + 1)}/index.html`, 1)).toEqual(['512 steps upright'])
})

test('what a page has to load is small', async () => {
  const esbuild = bundlers.find(({ name }) => name === 'esbuild') as Bundler
  const out = outOf(esbuild, 'sizes')
  await esbuild.build(app, out, ['program.js', 'cartpole.js'])
  const kilobytes = (file: string) => gzipSync(readFileSync(join(out, file))).length / 1000
  expect(kilobytes('program.js')).toBeLessThan(125)
  expect(kilobytes('cartpole.js')).toBeLessThan(32)
})
