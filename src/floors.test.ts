import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { circles, type Import, imports, modulesOf } from './testing/imports.ts'

/** The house from below: a folder imports from itself and from the floors below it. */
const floors = [
  'schedules',
  'updates',
  'formulas',
  'random',
  'kernels',
  'distributions',
  'networks',
  'optimisers',
  'settings',
  'envs',
  'policies',
  'zoo',
  'decisions',
  'trajectories',
  'rollouts',
  'training',
  'runs',
  'checks',
  'studies',
  'lab-server',
  'cli',
]

/** Files beside the floors, and the lowest floor that may use each; the door is for users only. */
const besides: Record<string, string | null> = {
  'spin.ts': 'kernels',
  'inflate.ts': 'kernels',
  'nearest.ts': 'settings',
  'printable.ts': 'updates',
  'is-code-file.ts': 'envs',
  'code-file.ts': 'rollouts',
  'optional-packages.ts': 'envs',
  'index.ts': null,
  'mujoco.ts': null,
}

/** Files and folders below studies that need Node. Whatever also runs in the browser reaches them through `#host/…` only. */
const nodeOnly = [
  'decisions/files/',
  'rollouts/allowed-environments.ts',
  'rollouts/environment-file.ts',
  'rollouts/gymnasium/',
  'rollouts/threads/',
  'runs/folder/',
  'runs/policy-file.ts',
  'runs/update-file.ts',
  'code-file.ts',
]

const isTest = (path: string) => path.endsWith('.test.ts') || /(^|\/)testing\//.test(path)
const floorOf = (path: string) => floors.indexOf(path.split('/')[0])
const isNodeOnly = (path: string) =>
  path.endsWith('/host.node.ts') || nodeOnly.some((one) => path.startsWith(one))
const mayUseNode = (path: string) =>
  isTest(path) || isNodeOnly(path) || floorOf(path) >= floors.indexOf('studies')
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name.split('/')[0])

/** Every breach of the house's rules in these files (path in src → text), one line each. */
function breaches(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, source]) => {
    const homeless = floorOf(path) < 0 && !(path in besides) && !isTest(path)
    if (homeless) return [`${path} stands on no floor`]
    return imports(source).flatMap((used) => {
      const reason = reasonFor(path, used)
      return reason === null ? [] : [`${path} imports ${used.name}: ${reason}`]
    })
  })
}

function reasonFor(path: string, used: Import): string | null {
  if (used.name.startsWith(HOST)) return ofHost(path, used.name.slice(HOST.length))
  return used.name.startsWith('.') ? ofFile(path, used) : ofPackage(path, used.name)
}

/** What a floor has from Node and what it has elsewhere, which package.json chooses between. */
const HOST = '#host/'

function ofHost(path: string, folder: string): string | null {
  return floorOf(path) === floorOf(folder) ? null : 'it is for another floor'
}

function ofPackage(path: string, name: string): string | null {
  const isIdea = ['schedules', 'updates'].includes(path.split('/')[0])
  if (isIdea && !isTest(path)) return 'schedules and updates import no package'
  return isBuiltin(name) && !mayUseNode(path) ? 'it needs Node' : null
}

function ofFile(path: string, { name, kind }: Import): string | null {
  const target = posix.join(posix.dirname(path), name)
  // What runs in Node may read package.json; a build has nothing outside of src to import.
  if (target.startsWith('..')) return mayUseNode(path) && kind !== 'eager' ? null : 'it lies outside of src'
  if (path === 'nearest.ts') return 'nearest is a leaf'
  if (isNodeOnly(target) && kind !== 'type' && !mayUseNode(path)) return 'it needs Node'
  const here = path.includes('/') ? floorOf(path) : floors.length
  if (target in besides) {
    const lowest = besides[target]
    return lowest !== null && here >= floors.indexOf(lowest) ? null : 'it is not for this floor'
  }
  return floorOf(target) >= 0 && floorOf(target) <= here ? null : 'it is not on a floor below'
}

/** Path in src → text. */
const sources = new Map([...modulesOf('src')].map(([path, source]) => [path.slice('src/'.length), source]))

test('every import of the house goes down', () => {
  expect(sources.size).toBeGreaterThan(20)
  expect(breaches(sources)).toEqual([])
})

test('no import goes round in a circle', () => {
  const all = modulesOf('src', 'lab')
  expect(all.has('lab/main.tsx')).toBe(true)
  expect(circles(all)).toEqual([])
})

test.each([
  ["import { b } from './b.ts'", "import { a } from './a.ts'", 'a.ts → b.ts → a.ts'],
  ["import type { B } from './b.ts'", "import { a } from './a.ts'", 'a.ts → b.ts → a.ts'],
  ["const b = await import('./b.ts')", "import { a } from './a.ts'", 'a.ts → b.ts → a.ts'],
  ["new Worker(new URL('./b.js', import.meta.url))", "import type { A } from './a.ts'", 'a.ts → b.ts → a.ts'],
  ["import { c } from '#host/c'", '', 'a.ts → src/c/host.node.ts → a.ts'],
  ["export * from './b.ts'", "export { c } from './c.ts'", 'a.ts → b.ts → c.ts → a.ts'],
])('a circle is found: %s, %s', (a, b, circle) => {
  const files = {
    'a.ts': a,
    'b.ts': b,
    'c.ts': "import './a.ts'",
    'src/c/host.node.ts': "import '../../a.ts'",
    'd.ts': "import './a.ts'\nimport './b.ts'",
  }
  expect(circles(new Map(Object.entries(files)))).toContain(circle)
  expect(circles(new Map(Object.entries({ ...files, 'a.ts': '' })))).toEqual([])
})

test('no test reads from outside of the checkout', () => {
  const readsShared = (source: string) => /(\.\.|work)\/shared\b/.test(source)
  expect(readsShared("new URL('../../../shared/reference/a.json', import.meta.url)")).toBe(true)
  expect(readsShared("new URL('../fixtures/shared.json', import.meta.url)")).toBe(false)
  const outside = [...sources].filter(([path, source]) => isTest(path) && readsShared(source))
  expect(outside.map(([path]) => path)).toEqual([])
})

describe('a breach is found', () => {
  const found: [path: string, source: string, breach: string][] = [
    ['updates/scale.ts', "import { z } from 'zod'", 'schedules and updates import no package'],
    ['updates/scale.ts', "import { readFileSync } from 'node:fs'", 'schedules and updates import no package'],
    ['updates/scale.ts', "import { nearest } from '../nearest.ts'", 'it is not for this floor'],
    ['random/pcg64.ts', "import type { Kernels } from '../kernels/index.ts'", 'it is not on a floor below'],
    ['envs/box.ts', "export * from '../training/train.ts'", 'it is not on a floor below'],
    ['envs/box.ts', "export {\n  a,\n  b,\n} from '../training/train.ts'", 'it is not on a floor below'],
    ['envs/box.ts', "const x = await import('../cli/main.ts')", 'it is not on a floor below'],
    ['envs/box.ts', "import '../cli/main.ts'", 'it is not on a floor below'],
    [
      'envs/box.ts',
      "new Worker(new URL('../studies/worker.ts', import.meta.url))",
      'it is not on a floor below',
    ],
    ['envs/box.test.ts', "import { train } from '../training/index.ts'", 'it is not on a floor below'],
    ['envs/box.ts', "import { cpus } from 'os'", 'it needs Node'],
    ['envs/box.ts', "import { promises } from 'fs/promises'", 'it needs Node'],
    ['training/train.ts', "import { writeFileSync } from 'node:fs'", 'it needs Node'],
    ['runs/train.ts', "import { writeRun } from './folder/write.ts'", 'it needs Node'],
    ['runs/train.ts', "const files = await import('./folder/write.ts')", 'it needs Node'],
    ['runs/train.ts', "import { runFolder } from './host.node.ts'", 'it needs Node'],
    ['runs/train.ts', "import { threads } from '#host/rollouts'", 'it is for another floor'],
    ['rollouts/rollout.ts', "const threads = await import('./threads/thread-pool.ts')", 'it needs Node'],
    ['index.ts', "export * from './runs/folder/tensorboard.ts'", 'it needs Node'],
    ['rollouts/index.ts', "export * from './threads/thread-pool.ts'", 'it needs Node'],
    ['index.ts', "import { cpus } from 'node:os'", 'it needs Node'],
    ['nearest.ts', "import { scale } from './updates/index.ts'", 'nearest is a leaf'],
    ['cli/main.ts', "import { train } from '../index.ts'", 'it is not for this floor'],
    ['cli/main.ts', "import manifest from '../../package.json'", 'it lies outside of src'],
  ]
  test.each(found)('%s: %s', (path, source, breach) => {
    expect(breaches(new Map([[path, source]]))).toEqual([expect.stringContaining(`: ${breach}`)])
  })

  test('a file on no floor', () => {
    expect(breaches(new Map([['helpers/misc.ts', '']]))).toEqual(['helpers/misc.ts stands on no floor'])
  })

  test.each([
    ['envs/box.ts', "import { nearest } from '../nearest.ts'\nimport { Pcg64 } from '../random/index.ts'"],
    ['envs/box.ts', "/** import { x } from '../cli/main.ts' */\n// import '../cli/main.ts'"],
    ['envs/box.test.ts', "import { readFileSync } from 'node:fs'"],
    ['runs/train.ts', "import type { RunFolder } from './folder/write.ts'"],
    ['runs/train.ts', "import { runFolder } from '#host/runs'"],
    ['runs/host.node.ts', "export const runFolder = () => import('./folder/write.ts')"],
    ['runs/folder/write.ts', "import { TensorboardLog } from './tensorboard.ts'"],
    ['runs/folder/write.ts', "import { readFileSync } from 'node:fs'"],
    ['rollouts/threads/thread-pool.ts', "import { Worker } from 'node:worker_threads'"],
    ['cli/main.ts', "import { Command } from 'commander'\nimport { join } from 'node:path'"],
    ['cli/main.ts', "readFileSync(new URL('../../package.json', import.meta.url))"],
    ['index.ts', "export * from './cli/main.ts'"],
    ['nearest.ts', "import { closest } from 'fastest-levenshtein'"],
  ])('but not in %s: %s', (path, source) => {
    expect(breaches(new Map([[path, source]]))).toEqual([])
  })
})
