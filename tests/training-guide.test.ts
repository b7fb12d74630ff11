import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const guide = 'docs/training.md'
const programs = [...readFileSync(guide, 'utf8').matchAll(/```js\n(.*?)```/gs)].map(([, program]) => program)

test.each(programs)(`a program of ${guide} runs (%#)`, (program) => {
  // Run inside the package, where its own name is importable.
  const ran = spawnSync('node', ['--input-type=module', '--eval', program], { encoding: 'utf8' })
  expect(ran).toMatchObject({ stderr: '', status: 0 })
  expect(ran.stdout).not.toBe('')
})
