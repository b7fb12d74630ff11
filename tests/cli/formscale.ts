/** The built command line as a child process, each test in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

const main = resolve('dist/cli/main.js')

/** The environment, without the colours that the test runner asks for. */
const { FORCE_COLOR: _, ...plain } = process.env

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `formscale ...args`; `ended` resolves when the process is gone. */
export function start(cwd: string, ...args: string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: plain,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ended = new Promise<Outcome>((done) => child.on('close', (code) => done({ code, stdout, stderr })))
  return { child, ended }
}

export const formscale = (cwd: string, ...args: string[]) => start(cwd, ...args).ended

/** A fresh folder for each test of the file, read as `folder.path`. */
export function testFolder(): { readonly path: string } {
  const folder = { path: '' }
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'formscale-cli-'))
  })
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }))
  return folder
}
