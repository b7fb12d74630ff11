import { isOwnCode } from '../../rollouts/index.ts'
import { guardExit } from '../guard-exit.ts'
import { type Interruption, listenForInterrupt } from '../interrupt.ts'

/**
 * Plays, until Ctrl-C. Code of a user's may never come back from a step, where nobody hears a signal, nor from
 * process.exit: there Ctrl-C ends all at once, and such an exit is an error.
 */
export async function playInterruptibly<T>(
  env: string,
  play: (stop: { readonly signal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  if (isOwnCode(env)) {
    const release = guardExit(`environment ${env}`)
    return play({}).finally(release)
  }
  const interruption: Interruption = listenForInterrupt(() => {})
  try {
    return await play({ signal: interruption.signal })
  } catch (error) {
    interruption.throwIfAsked()
    throw error
  } finally {
    interruption.release()
  }
}
