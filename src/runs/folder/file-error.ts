/** What the system says when a file can't be written, as a sentence that names the file. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine',
  ENOENT: 'its folder is gone',
  EFBIG: 'the file would be too large',
  EIO: 'the disk does not answer',
}

/**
 * Does what writes `file`.
 *
 * @throws Error of one line that names the file and the cause, for whatever the system refuses.
 */
export function writing<T>(file: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw inWords(file, error)
  }
}

/** What the system refused when `file` was written, in words; any other error as it is. */
export function inWords(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined || !(code in CAUSES)) return error
  return new Error(`can't write ${file}: ${CAUSES[code]} (${code})`, { cause: error })
}
