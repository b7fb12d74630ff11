/** The tutorial, from its first block to its last in one folder, with the least to do. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Block, blocksOf } from '../../site/stage/markdown.ts'
import { brief, createProject, removeProject } from './app.ts'
import { commandsOf, formscaleArguments } from './commands.ts'

const folder = createProject()
afterAll(() => removeProject(folder))

type Step =
  | { readonly file: string; readonly text: string; readonly run: boolean }
  | { readonly given: readonly string[] }

/** Files are written, programs among them run, commands given to formscale. */
function stepsOf({ language, text }: Block): Step[] {
  if (language === 'sh')
    return commandsOf(brief(text)).flatMap((command) => {
      const given = formscaleArguments(command)
      return given ? [{ given: short(given) }] : []
    })
  const [, file] = /^\/\/ (\S+\.js)/.exec(text) ?? []
  return file ? [{ file, text: brief(text), run: !text.includes('export default') }] : []
}

/** A run whose length is not said has that of the tuned settings. */
const short = (given: readonly string[]) =>
  given[0] === 'train' && !given.includes('--steps') ? [...given, '--steps', '2048'] : given

test('every step of the tutorial works after the one before', () => {
  const steps = blocksOf(readFileSync('docs/tutorial.md', 'utf8')).flatMap(stepsOf)
  expect(steps.length).toBeGreaterThan(14)
  writeFileSync(
    join(folder, 'all.mjs'),
    `import { writeFileSync } from 'node:fs'
import { main } from '${resolve('dist/cli/program.js')}'
for (const { given, file, text, run } of ${JSON.stringify(steps)}) {
  if (file) writeFileSync(file, text)
  if (run) await import('./' + file)
  if (given && (await main(given)) !== 0) {
    console.error('formscale ' + given.join(' '))
    process.exit(1)
  }
}`,
  )
  const { stderr, status } = spawnSync('node', ['all.mjs'], { cwd: folder, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  for (const left of [
    'cartpole.gif',
    'runs/first/report.html',
    'runs/bounded/result.json',
    'cartpole.policy',
  ])
    expect(existsSync(join(folder, left)), left).toBe(true)
})
