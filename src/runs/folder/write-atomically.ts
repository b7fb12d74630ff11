import * as fs from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { inWords, writing } from './file-error.ts'

/**
 * The file has either its old content or all of the new, also after a crash.
 *
 * @throws Error of one line that names the file, which is then as it was; nothing half written stays.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.tmp`
  writing(file, () => {
    try {
      writeSynced(temporary, content)
      fs.renameSync(temporary, file)
    } catch (error) {
      fs.rmSync(temporary, { force: true })
      throw error
    }
  })
}

function writeSynced(file: string, content: string | Uint8Array): void {
  const descriptor = fs.openSync(file, 'w')
  try {
    fs.writeFileSync(descriptor, content)
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** The same without holding up whatever else this process does: the disk takes its time to be sure. */
export async function writeAtomicallyMeanwhile(file: string, content: Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`
  try {
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw inWords(file, error)
  }
}
