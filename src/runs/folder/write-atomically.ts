import * as fs from 'node:fs'
import { writing } from './file-error.ts'

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
