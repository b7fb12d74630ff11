import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Numbers in a temporary file, which has no name any more while it is in use, so that nothing stays behind. */
export class BlockFile {
  readonly #file: number
  readonly #folder: string

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'formscale-log-'))
    this.#file = openSync(join(this.#folder, 'rows'), 'wx+')
    this.#remove()
  }

  /** @param at place of the first number, counted in numbers. */
  write(at: number, numbers: Float64Array): void {
    const bytes = asBytes(numbers)
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, at * 8 + done)
  }

  /** @throws Error where the file is shorter. */
  read(at: number, numbers: Float64Array): void {
    const bytes = asBytes(numbers)
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(this.#file, bytes, done, bytes.length - done, at * 8 + done)
      if (read === 0) throw new Error('the temporary file of the log has been cut')
      done += read
    }
  }

  close(): void {
    closeSync(this.#file)
    this.#remove()
  }

  /** Windows keeps the name of an open file: there it goes in the end. */
  #remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 0 })
  }
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength)
