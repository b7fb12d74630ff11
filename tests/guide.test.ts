import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { expect, test } from 'vitest'

const guide = 'docs/environments.md'
/** A program, and what the guide says that it prints. */
const programs = [...fs.readFileSync(guide, 'utf8').matchAll(/```js\n(.*?)```\n\n```\n(.*?)```/gs)]

test.each(programs.map(([, program, output]) => ({ program, output })))(
  `a program of ${guide} prints what stands below it (%#)`,
  ({ program, output }) => {
    // Run inside the package, where its own name is importable.
    const { stdout, stderr } = spawnSync('node', ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toBe(output)
  },
)

test('every program there has its output', () => {
  expect(fs.readFileSync(guide, 'utf8').match(/```js/g)?.length).toBe(programs.length)
})
