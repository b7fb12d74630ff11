/** The programs in the documentation: all are type-checked, and those that need no page are run, with the least to do. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { brief, createProject, removeProject } from './app.ts'
import { snippets } from './blocks.ts'

const folder = createProject()
afterAll(() => removeProject(folder))

const file = (place: string, language: string) => `${place.replace(/[^\w]+/g, '-')}.${language}`

/** What only a page has. */
const PAGE = /\bdocument\b|new Worker|import 'formscale\/(worker|mujoco)'|onnxruntime|in the page/

/** Their programs have tests of their own, which also read what they print. */
const elsewhere = /^(README|docs\/environments)\.md/

const programs = snippets(['js', 'ts'])
const isRun = ({ language, text }: { language: string; text: string }) =>
  language === 'js' && !PAGE.test(text)

test('programs of pages, and those of the catalogue, are right in their types', () => {
  const checked = programs.filter((one) => !isRun(one) || one.place.startsWith('catalogue/'))
  expect(checked.length).toBeGreaterThan(30)
  for (const { place, language, text } of checked) writeFileSync(join(folder, file(place, language)), text)
  const compilerOptions = {
    ...{ allowJs: true, checkJs: true, noEmit: true, strict: false, skipLibCheck: true },
    ...{ target: 'es2023', lib: ['es2023', 'dom'], module: 'esnext', moduleResolution: 'bundler' },
    ...{ moduleDetection: 'force', types: ['node'] },
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.js', '*.ts'] }))
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
  expect(stdout).toBe('')
})

test('those that need no page run to their end', () => {
  const run = programs.filter(
    (one) => isRun(one) && !/^catalogue\//.test(one.place) && !elsewhere.test(one.place),
  )
  expect(run.length).toBeGreaterThan(8)
  const there = join(folder, 'run')
  mkdirSync(join(there, 'public'), { recursive: true })
  symlinkSync(resolve('docs'), join(there, 'docs'))
  for (const { place, language, text } of run) writeFileSync(join(there, file(place, language)), brief(text))
  // One process for all; the program that is wrong is named.
  const all = run.map(({ place, language }) => [place, `./${file(place, language)}`])
  writeFileSync(
    join(there, 'all.mjs'),
    `let now
process.on('unhandledRejection', (error) => { console.error(now, error); process.exit(1) })
console.log = () => {}
for (const [place, file] of ${JSON.stringify(all)}) {
  now = place
  await import(file).catch((error) => { console.error(place, error); process.exitCode = 1 })
}`,
  )
  const { stderr, status } = spawnSync('node', ['all.mjs'], { cwd: there, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
