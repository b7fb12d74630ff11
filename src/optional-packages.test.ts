import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { missingPackage } from './optional-packages.ts'

const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

test.each(Object.entries<string>(peerDependencies))(
  'a missing %s is asked for with its version',
  (name, version) => {
    const missing = new Error(`Cannot find package '${name}' imported from /a/b.js`)
    expect(missingPackage(missing)).toMatch(/that formscale does not bring along: npm install /)
    expect(missingPackage(missing)).toContain(`${name}@${version.replace('^', '')}`)
  },
)

test('another error is none of them', () => {
  expect(missingPackage(new Error("Cannot find package 'zod' imported from /a/b.js"))).toBe(undefined)
  expect(missingPackage(new Error("Cannot find module '/a/bullmq.js'"))).toBe(undefined)
})
