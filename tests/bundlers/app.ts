/** A user's project: the package as npm packs it in `node_modules`, and beside it a page and a worker. */
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A new project's folder. */
export function createApp(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'formscale-app-')))
  const installed = join(folder, 'node_modules', 'formscale')
  mkdirSync(installed, { recursive: true })
  const npm = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', npm, { encoding: 'utf8' }))
  execFileSync('tar', ['xzf', join(folder, filename), '-C', installed, '--strip-components', '1'])
  mkdirSync(join(folder, 'node_modules', '@mujoco'))
  symlinkSync(realpathSync('node_modules/@mujoco/mujoco'), join(folder, 'node_modules', '@mujoco', 'mujoco'))
  for (const [name, text] of Object.entries(files)) write(join(folder, name), text)
  return folder
}

/** Beside the package, what it depends on, as `npm install` would lay it there. */
export function linkDependencies(folder: string): void {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const name of Object.keys(dependencies))
    symlinkSync(realpathSync(join('node_modules', name)), join(folder, 'node_modules', name))
}

export const removeApp = (folder: string): void => rmSync(folder, { recursive: true, force: true })

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The program of the README, for two updates. */
export function readmeProgram(): string {
  const [, program] = readFileSync('README.md', 'utf8').match(/```js\n(.*?)```/s) ?? []
  if (!program?.includes('60_000')) throw new Error('the program of the README trains for another time')
  return program.replace('60_000', '2_048')
}
