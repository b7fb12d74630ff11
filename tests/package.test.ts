/** The package as npm packs it, before anybody else sees it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { afterAll, expect, test } from 'vitest'
import { createApp, removeApp } from './bundlers/app.ts'
import { filesIn } from './bundlers/bundlers.ts'

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const app = createApp({})
const installed = join(app, 'node_modules', 'formscale')
afterAll(() => removeApp(app))

test('publint finds nothing to mend', async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true })
  expect(messages).toEqual([])
})

test('types resolve to what is run, in every way that ES modules are resolved', async () => {
  const tarball = readFileSync(join(app, `formscale-${manifest.version}.tgz`))
  const found = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)))
  if (!found.types) throw new Error('the package has no types')
  // It is a package of ES modules: old ways to resolve know no exports, and CommonJS asks for it by import().
  const excused = (problem: { kind: string; resolutionKind?: string }) =>
    problem.resolutionKind === 'node10' || problem.kind === 'CJSResolvesToESM'
  expect(found.problems.filter((problem) => !excused(problem))).toEqual([])
})

test('installing it brings few packages and little to store', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const brought = Object.entries<{ dev?: boolean; devOptional?: boolean; link?: boolean }>(packages)
    .filter(
      ([path, { dev, devOptional, link }]) =>
        path.startsWith('node_modules/') && !link && !dev && !devOptional,
    )
    .map(([path]) => path)
  expect(brought).toContain('node_modules/commander')
  expect(brought.length).toBeLessThan(30)
  const bytes = [installed, ...brought].flatMap(filesIn).reduce((sum, file) => sum + statSync(file).size, 0)
  expect(bytes).toBeGreaterThan(5e6)
  expect(bytes).toBeLessThan(16e6)
})

test('licences are listed', () => {
  const before = readFileSync('THIRD-PARTY.md', 'utf8')
  const { stderr } = spawnSync('node', ['scripts/licences.js'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(readFileSync('THIRD-PARTY.md', 'utf8'), 'npm run licences writes the list').toBe(before)
  expect(before).not.toMatch(/\| (undefined|.*GPL.*) \|/)
})

test('nothing of it runs when it is installed', () => {
  const scripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']
  expect(scripts.filter((name) => name in manifest.scripts)).toEqual([])
})

test.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('types are complete without those of browsers and Node (%s, %s)', (module, moduleResolution) => {
  const entries = Object.keys(manifest.exports).filter((entry) => !/\.json$|\*/.test(entry))
  expect(entries.length).toBeGreaterThan(5)
  const imports = entries.map((entry, i) => `export * as e${i} from '${join('formscale', entry)}'`)
  writeFileSync(join(app, 'user.ts'), imports.join('\n'))
  const compilerOptions = {
    ...{ strict: true, skipLibCheck: false, noEmit: true, types: [] },
    ...{ target: 'es2022', lib: ['es2022'], module, moduleResolution },
  }
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['user.ts'] }))
  const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', app], { encoding: 'utf8' })
  expect(stdout).toBe('')
})
