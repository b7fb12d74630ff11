import { say } from './say.ts'

/**
 * Says so, with exit code 1, if the process ends before the guard is released: code of a user's may call process.exit.
 *
 * @returns what releases it.
 */
export function guardExit(env: string): () => void {
  const onExit = () => {
    say(`formscale: environment ${env}: it, or other code that it loads, called process.exit`)
    process.exitCode = 1
  }
  process.once('exit', onExit)
  return () => process.off('exit', onExit)
}
