import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isLeftover } from '../files/index.ts'
import { lockFolder } from './lock-folder.ts'

/**
 * Removes what a run left that was killed before its first checkpoint; what is not a run's stays.
 *
 * @throws Error of one line if another process writes the folder.
 */
export function clearLeftovers(folder: string): void {
  if (!existsSync(folder)) return
  // Refused while another process writes there.
  lockFolder(folder)()
  for (const entry of readdirSync(folder).filter(isLeftover))
    rmSync(join(folder, entry), { recursive: true, force: true })
}
