import { say } from './say.ts'

/** Node's exit code where a module still waits and nothing is left that could go on. */
const NOTHING_LEFT = 13

/**
 * Says so, with exit code 1, if the process ends before the guard is released: code of a user's may call process.exit, or wait
 * for what nothing will bring.
 *
 * @param code what may do so: `environment ./mine.ts`.
 * @param onExit told the same; where it gives false, the end is somebody else's.
 * @returns what releases it.
 */
export function guardExit(code: string, onExit?: (message: string) => boolean): () => void {
  const listener = () => {
    const did =
      process.exitCode === NOTHING_LEFT
        ? 'waits for a promise that nothing will settle'
        : 'called process.exit'
    const message = `${code}: it, or other code that it loads, ${did}`
    if (onExit?.(message) === false) return
    say(`formscale: ${message}`)
    process.exitCode = 1
  }
  process.once('exit', listener)
  return () => process.off('exit', listener)
}
