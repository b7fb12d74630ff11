import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { expect, test } from 'vitest'

const readme = fs.readFileSync('README.md', 'utf8')
const programs = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, program]) => program)

test('the library example is 15 lines at most, and runs as printed', () => {
  expect(programs.length).toBe(1)
  const [program] = programs
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(15)
  // Run inside the package, where its own name is importable.
  const { stdout, stderr, status } = spawnSync('node', ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const [mean] = stdout.match(/\d+\.\d+(?= steps upright)/) ?? []
  // A policy that has not learned stays upright for about 22 steps.
  expect(Number(mean)).toBeGreaterThan(100)
})
