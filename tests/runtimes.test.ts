/** Other runtimes take the package as Node does, where they are installed. */
import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { createApp, linkDependencies, readmeProgram, removeApp } from './bundlers/app.ts'

const runtimes = [
  ['bun', 'run'],
  ['deno', 'run', '--allow-all'],
].filter(([command]) => spawnSync(command, ['--version']).status === 0)

describe.skipIf(runtimes.length === 0)('the program of the README', () => {
  const app = createApp({ 'program.mjs': readmeProgram(), 'package.json': '{ "type": "module" }' })
  afterAll(() => removeApp(app))
  linkDependencies(app)

  test.each(runtimes)('runs in %s', (command, ...flags) => {
    const { stdout } = spawnSync(command, [...flags, 'program.mjs'], { cwd: app, encoding: 'utf8' })
    expect(stdout).toMatch(/^\d+\.\d steps upright, action now: [01]\n$/)
  })
})
