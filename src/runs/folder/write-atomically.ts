import * as fs from 'node:fs'

/** The file has either its old content or all of the new, also after a crash. */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.tmp`
  const descriptor = fs.openSync(temporary, 'w')
  try {
    fs.writeFileSync(descriptor, content)
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
  fs.renameSync(temporary, file)
}
