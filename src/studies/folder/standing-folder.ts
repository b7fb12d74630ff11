/** What stands on the disk for a name: neither shared with another that looks alike, nor made a second time. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { earlierFolderName, folderName, sameFolderKey } from '../folder-name.ts'

/** The folder for a name below `parent`: that which 0.1.0 made for it, where that is there. */
export function folderBelow(parent: string, name: string): string {
  const [folder, earlier] = [folderName(name), earlierFolderName(name)].map((one) => join(parent, one))
  return folder !== earlier && !existsSync(folder) && existsSync(earlier) ? earlier : folder
}

/** The folder beside which `folder` would stand, or which it would be, where letter case is ignored; undefined if none. */
export function lookalikeOf(folder: string): string | undefined {
  const [parent, name] = [dirname(folder), basename(folder)]
  const others = existsSync(parent) ? readdirSync(parent).map((other) => other.normalize('NFC')) : []
  if (others.includes(name.normalize('NFC'))) return undefined
  const other = others.find((one) => sameFolderKey(one) === sameFolderKey(name))
  return other && join(parent, other)
}

/** @throws Error of one line where a folder is there that differs from this one in letter case alone. */
export function refuseLookalike(folder: string): void {
  const other = lookalikeOf(folder)
  if (other !== undefined)
    throw new Error(
      `${other} is there already, and ${folder} differs from it in letter case alone: write it the same way, or take another name`,
    )
}
