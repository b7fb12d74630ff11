/** A folder that has an index is entered by it: what the index leaves out is the folder's own affair. */
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { imports, modulesOf } from './testing/imports.ts'

/** Other ways in, for those who stand outside of the folder, and why there are any. */
const sideDoors: Readonly<Record<string, readonly string[]>> = {
  // Schemas and tables: pages, reports and commands that need no kernels load none.
  'src/training/': [
    'changes.ts',
    'config.ts',
    'episode-limit.ts',
    'metrics.ts',
    'on-policy.ts',
    'origin-schema.ts',
    'progress.ts',
    'records.ts',
    'schema.ts',
    'settings-at.ts',
    'version.ts',
  ],
  'src/decisions/': ['columns-schema.ts'],
  // Whoever reads the files of runs needs no networks.
  'src/networks/': ['digest.ts'],
  'src/policies/': ['infinity.ts'],
  // What the index, a door of the package itself, must not show to users, or what a page needs of one environment.
  'src/envs/': [
    'action-reach.ts',
    'bandits/bandit2d.ts',
    'bandits/grid.ts',
    'check-space.ts',
    'check.ts',
    'drawing/colours.ts',
    'id.ts',
    'mujoco/engine.ts',
    'options.ts',
    'registry.ts',
    'tabular/exact/linear.ts',
    'wrappers/by-id.ts',
  ],
  // The table of those that ids ask for, which is no wrapper itself.
  'src/envs/wrappers/': ['by-id.ts'],
  // In Node alone.
  'src/rollouts/': ['allowed-environments.ts'],
  'src/runs/': ['policy-file.ts', 'start-from.ts', 'update-file.ts'],
  // What a server does in turns is no affair of users.
  'src/studies/statistics/': ['improvement.ts'],
  'src/updates/': ['scale.ts', 'textbook/agreement.ts', 'textbook/losses.ts', 'textbook/situation.ts'],
}

const isTest = (path: string) => path.endsWith('.test.ts') || path.includes('/testing/')

/** The folders with an index in which `target` lies and `path` does not. */
function entered(path: string, target: string, files: ReadonlyMap<string, string>): string[] {
  const steps = target.split('/').slice(0, -1)
  return steps
    .map((_, i) => `${steps.slice(0, i + 1).join('/')}/`)
    .filter((folder) => folder !== 'src/' && !path.startsWith(folder) && files.has(`${folder}index.ts`))
}

/** Imports that enter a folder otherwise. Tests may, and what Node alone has is reached by its own files. */
function intrusions(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, source]) => {
    if (isTest(path)) return []
    const targets = imports(source).map(({ name }) => posix.join(posix.dirname(path), name))
    return targets.flatMap((target) => {
      const [folder] = entered(path, target, files)
      const isOpen =
        folder === undefined ||
        target.endsWith('/index.ts') ||
        sideDoors[folder]?.includes(target.slice(folder.length))
      return isOpen ? [] : [`${path} enters ${folder} by ${target.slice(folder.length)}`]
    })
  })
}

test('folders are entered by their index', () => {
  expect(intrusions(modulesOf('src', 'lab'))).toEqual([])
})

test('an intrusion is found', () => {
  const files = new Map([
    ['src/policies/index.ts', "export { Policy } from './policy.ts'"],
    ['src/policies/policy.ts', ''],
    ['src/training/index.ts', ''],
    ['src/training/session.ts', "import type { Policy } from '../policies/policy.ts'"],
    ['src/training/checkpoint.ts', "import { Policy } from '../policies/index.ts'\nimport './session.ts'"],
    ['src/training/session.test.ts', "import '../policies/policy.ts'"],
    ['lab/setup.ts', "import { resolveConfig } from '../src/training/config.ts'"],
  ])
  expect(intrusions(files)).toEqual(['src/training/session.ts enters src/policies/ by policy.ts'])
})

test('every side door is used', () => {
  const files = modulesOf('src', 'lab')
  const used = new Set(
    [...files].flatMap(([path, source]) =>
      imports(source)
        .map(({ name }) => posix.join(posix.dirname(path), name))
        .filter((target) => !isTest(path) && entered(path, target, files).length > 0),
    ),
  )
  const doors = Object.entries(sideDoors).flatMap(([folder, names]) => names.map((name) => folder + name))
  expect(doors.filter((door) => !used.has(door))).toEqual([])
})
