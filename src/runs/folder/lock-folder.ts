import { closeSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { LOCK_FILE, MOST_BYTES } from '../files/index.ts'
import { inWords } from './file-error.ts'
import { plainFile } from './plain-file.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, where the system says so: another process may get the same number later. */
  readonly began?: string | undefined
}

/** Folders that this thread keeps. */
const kept = new Set<string>()

/**
 * Keeps a folder for this process until it is released, or the process ends: two that write the same runs would spoil
 * them. The lock of a process that was killed counts for nothing on its own machine.
 *
 * @param dir an existing folder.
 * @returns what releases it.
 * @throws Error of one line if another process has it, or this one already, and for what the disk refuses.
 */
export function lockFolder(dir: string): () => void {
  const path = join(realpathSync(dir), LOCK_FILE)
  const mine: Holder = { pid: process.pid, host: hostname(), began: beginningOf(process.pid) }
  const text = JSON.stringify(mine)
  for (;;) {
    try {
      writeNew(path, text)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw inWords(join(dir, LOCK_FILE), error)
      refuseHeld(dir, path, mine)
      rmSync(path, { force: true })
    }
  }
  kept.add(path)
  return () => release(path)
}

/** Nothing stays of what the disk doesn't take. */
function writeNew(path: string, text: string): void {
  const descriptor = openSync(path, 'wx')
  try {
    writeFileSync(descriptor, text)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

// One listener for all of them: a study has many runs.
process.once('exit', () => {
  for (const path of [...kept]) release(path)
})

function release(path: string): void {
  kept.delete(path)
  if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true })
}

function refuseHeld(dir: string, path: string, mine: Holder): void {
  const holder = readHolder(path)
  if (!holder) return
  if (holder.host !== mine.host)
    throw new Error(
      `${dir} is in use by process ${holder.pid} on ${holder.host}; wait for it, or delete ${path} if it has ended`,
    )
  // A thread of this process that broke down may have left its lock.
  if (holder.pid === mine.pid ? kept.has(path) : isAlive(holder.pid, holder.began))
    throw new Error(
      `${dir} is in use by process ${holder.pid}; wait for it, or stop it with kill -INT ${holder.pid}`,
    )
}

/** undefined for a file that is gone, or says nothing. */
function readHolder(path: string): Holder | undefined {
  try {
    const { pid, host, began } = JSON.parse(String(plainFile(path, MOST_BYTES)))
    return Number.isInteger(pid) && pid > 0 ? { pid, host, began } : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether there is such a process on this machine.
 *
 * @param began when it began, if that is known: one of the same number that began at another time is not it.
 */
export function isAlive(pid: number, began?: string): boolean {
  const now = beginningOf(pid)
  if (began !== undefined && now !== undefined) return began === now
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Clock ticks from the start of the machine to that of the process (Linux). */
function beginningOf(pid: number): string | undefined {
  try {
    // The name of the command, in parentheses, may hold spaces.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)!
    return afterName.trim().split(' ')[19]
  } catch {
    return undefined
  }
}
