import { execFile } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { promisify } from 'node:util'

/** Both ends of a pipe, as descriptors whose reads and writes block. */
export interface Pipe {
  readonly read: number
  readonly write: number
}

/**
 * Pipes for synchronous talk with a child. Node's own are sockets that never block, and handing each message through a
 * worker thread would cost 100 µs a round trip, where a blocking pipe takes 10. They are made as named pipes whose
 * names are gone before this returns.
 *
 * @throws Error on systems without mkfifo.
 */
export async function blockingPipes<const Name extends string>(
  ...names: readonly Name[]
): Promise<Record<Name, Pipe>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
  try {
    const files = names.map((name) => path.join(folder, name))
    await mkfifo(files)
    return Object.fromEntries(names.map((name, i) => [name, opened(files[i])])) as Record<Name, Pipe>
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

async function mkfifo(files: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', ...files])
  } catch (error) {
    throw new Error(
      `environments in Python need the command mkfifo, as Linux and macOS have it (on Windows, use WSL): ${(error as Error).message}`,
      { cause: error },
    )
  }
}

/** An end alone would wait for the other one to be opened; beside a descriptor that is both, neither does. */
function opened(file: string): Pipe {
  const both = fs.openSync(file, 'r+')
  const pipe = { read: fs.openSync(file, 'r'), write: fs.openSync(file, 'w') }
  fs.closeSync(both)
  return pipe
}
