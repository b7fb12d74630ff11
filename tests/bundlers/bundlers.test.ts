/** What a user's own tools make of the package, and what that does in a browser. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { withoutBrowser } from '../chromium.ts'
import { createApp, readmeProgram, removeApp } from './app.ts'
import { type Bundler, bundlers, filesIn } from './bundlers.ts'
import { useSite } from './site.ts'

const START_WORKER = "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })"
const page = (script: string) =>
  `<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="./${script}"></script>`

const program = readmeProgram()
const browserBuild = './node_modules/formscale/dist/browser'
const importMap = {
  formscale: `${browserBuild}/index.js`,
  'formscale/policy': `${browserBuild}/policy.js`,
  'formscale/zoo': './node_modules/formscale/dist/zoo/index.js',
}
const app = createApp({
  'index.html': page('main.js'),
  'main.js': `import './program.js'\nimport './zoo.js'\n${START_WORKER}`,
  // For bundlers that leave workers to others: it is an entry of its own.
  'page.js': "import './program.js'\nimport './zoo.js'",
  'worker.js': "import './program.js'",
  'program.js': program,
  'policy.js': "import { loadPolicy } from 'formscale/policy'\nloadPolicy('a.policy').then(console.log)",
  'zoo.js': `import { loadPolicy } from 'formscale/policy'
import { zoo } from 'formscale/zoo'
const falling = [0, 0, 0.1, 0.5]
loadPolicy(zoo('CartPole-v1')).then((policy) => console.log('of the zoo:', policy.act(falling, { deterministic: true })))`,
  'one-of-the-zoo.js': `import { loadPolicy } from 'formscale/policy'
import cartpole from 'formscale/zoo/CartPole-v1'
loadPolicy(cartpole).then(console.log)`,
  'cartpole.js': "import { CartPole } from 'formscale/envs'\nconsole.log(new CartPole().reset(1))",
  'mujoco/index.html': page('main.js'),
  'mujoco/main.js': `import 'formscale/mujoco'
import { train } from 'formscale'
train({ env: 'InvertedPendulum-v5', totalSteps: 512 }).then(({ result }) => console.log(result.steps, 'steps upright'))`,
  // No bundler: in a page an import map says where the package is; workers have none, and name the file.
  'plain.html': `<script type="importmap">${JSON.stringify({ imports: importMap })}</script>
${page('page.js')}<script type="module">new Worker('./plain-worker.js', { type: 'module' })</script>`,
  'plain-worker.js': program.replace("'formscale'", `'${browserBuild}/index.js'`),
})

afterAll(() => removeApp(app))
const { printed } = useSite(app)

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

/** Page and worker train by the same settings and seed; the page plays a policy of the zoo, too. */
function expectAnswers(printed: readonly string[]): void {
  const [first, second, zoo, ...more] = [...printed].sort()
  expect(first).toMatch(ANSWER)
  expect(second).toBe(first)
  expect(zoo).toBe('of the zoo: 1')
  expect(more).toEqual([])
}

describe.skipIf(withoutBrowser)('the program of the README runs in a page and in its worker', () => {
  test.each(bundlers)('by $name', async (bundler) => {
    const path = await buildProgram(bundler)
    expectAnswers(await printed(path, 3))
    expect(filesIn(outOf(bundler, 'program')).filter((file) => file.endsWith('.wasm'))).toEqual([])
  })

  test('without any', async () => {
    expectAnswers(await printed('plain.html', 3))
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

test('what a page has to load is what the guide says', async () => {
  const esbuild = bundlers.find(({ name }) => name === 'esbuild') as Bundler
  const out = outOf(esbuild, 'sizes')
  const entries = ['policy.js', 'one-of-the-zoo.js', 'cartpole.js', 'program.js']
  await esbuild.build(app, out, entries)
  const told = [...readFileSync('docs/browser.md', 'utf8').matchAll(/^\|.*\| (\d+) kB \|$/gm)]
  expect(told.length).toBe(entries.length)
  entries.forEach((entry, i) => {
    const kilobytes = gzipSync(readFileSync(join(out, entry))).length / 1000
    expect(kilobytes, entry).toBeLessThan(Number(told[i][1]))
    expect(kilobytes, entry).toBeGreaterThan(0.8 * Number(told[i][1]))
  })
  expect(Number(told[0][1])).toBeLessThanOrEqual(60)
})
