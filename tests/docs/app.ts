/** A project of its own in which programs of the documentation find formscale, and a short way for them to go. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A folder with formscale in it, as it is built. */
export function createProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'formscale-docs-'))
  mkdirSync(join(folder, 'node_modules'))
  for (const name of ['formscale', 'onnxruntime-web', '@types'])
    symlinkSync(
      name === 'formscale' ? resolve('.') : resolve('node_modules', name),
      join(folder, 'node_modules', name),
    )
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return folder
}

export const removeProject = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** Numbers that say how long something runs, and what they are in a test. Nothing else of a program changes. */
const budgets: readonly (readonly [what: RegExp, short: string])[] = [
  [/(totalSteps: ?|--steps )[\d_]+/g, '$12048'],
  [/(episodes: ?|--episodes )\d+/g, '$12'],
  [/(--seeds )\d+/g, '$11'],
  [/(trials: ?)\d+/g, '$12'],
]

/** A run whose length is not said, and the same with one. */
const lengthless = /train\(\{(?![^{}]*totalSteps)([^{}]*?),? *\}\)/g

/** A program or command with the least to do. */
export const brief = (text: string): string =>
  budgets
    .reduce((now, [what, short]) => now.replace(what, short), text)
    .replace(lengthless, 'train({$1, totalSteps: 2048 })')
