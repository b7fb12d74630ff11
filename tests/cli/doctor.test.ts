import { expect, test } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { formscale } from './formscale.ts'

test('doctor runs every check', async () => {
  const { code, stdout, stderr } = await formscale('.', 'doctor')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  for (const { name } of checks) expect(stdout).toMatch(new RegExp(`^✓ ${name} +\\d+ ms  \\S`, 'm'))
  expect(stdout).toContain(`All ${checks.length} checks passed.`)
})
