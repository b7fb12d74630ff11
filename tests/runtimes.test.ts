/** Other runtimes take the package as Node does, where they are installed. */
import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createApp, readmeProgram, removeApp } from './bundlers/app.ts'

const runtimes = [
  ['bun', 'run'],
  ['deno', 'run', '--allow-all'],
].filter(([command]) => spawnSync(command, ['--version']).status === 0)

describe.skipIf(runtimes.length === 0)('the program of the README', () => {
  const app = createApp({ 'program.mjs': readmeProgram(), 'package.json': '{ "type": "module" }' })
  afterAll(() => removeApp(app))
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const name of Object.keys(dependencies))
    symlinkSync(realpathSync(join('node_modules', name)), join(app, 'node_modules', name))

  test.each(runtimes)('runs in %s', (command, ...flags) => {
    const { stdout } = spawnSync(command, [...flags, 'program.mjs'], { cwd: app, encoding: 'utf8' })
    expect(stdout).toMatch(/^\d+\.\d steps upright, action now: [01]\n$/)
  })
})
