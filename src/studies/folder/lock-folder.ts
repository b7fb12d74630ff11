import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Says which process writes a folder of runs, while it does. */
export const LOCK_FILE = 'in-use.json'

interface Holder {
  readonly pid: number
  readonly host: string
}

/**
 * Keeps a folder for this process until it ends: two that write the same runs would spoil them. The lock of a process that
 * was killed counts for nothing on its own machine.
 *
 * @param dir an existing folder.
 * @throws Error of one line if another process has it.
 */
export function lockFolder(dir: string): void {
  const path = join(dir, LOCK_FILE)
  const mine: Holder = { pid: process.pid, host: hostname() }
  const text = JSON.stringify(mine)
  for (;;) {
    try {
      writeFileSync(path, text, { flag: 'wx' })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      refuseHeld(dir, path, mine)
      rmSync(path, { force: true })
    }
  }
  process.once('exit', () => {
    if (readHolder(path)?.pid === mine.pid) rmSync(path, { force: true })
  })
}

function refuseHeld(dir: string, path: string, mine: Holder): void {
  const holder = readHolder(path)
  if (!holder) return
  if (holder.host !== mine.host)
    throw new Error(
      `${dir} is in use by process ${holder.pid} on ${holder.host}; wait for it, or delete ${path} if it has ended`,
    )
  if (isAlive(holder.pid))
    throw new Error(
      `${dir} is in use by process ${holder.pid}; wait for it, or stop it with kill -INT ${holder.pid}`,
    )
}

/** undefined for a file that is gone, or says nothing. */
function readHolder(path: string): Holder | undefined {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? { pid, host } : undefined
  } catch {
    return undefined
  }
}

/** Whether there is such a process on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
