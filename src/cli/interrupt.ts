/** Ctrl-C: the first stops cleanly, the second at once. */
import { constants } from 'node:os'
import { Interrupted } from './errors.ts'

export interface Interruption {
  readonly signal: AbortSignal
  /** Throws {@link Interrupted} if the user asked to stop. */
  throwIfAsked(): void
  /** Gives the signals back to Node. */
  release(): void
}

/** Listens for SIGINT and SIGTERM; `onAsked` runs at the first one. */
export function listenForInterrupt(onAsked: () => void): Interruption {
  const controller = new AbortController()
  let exitCode = 0
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCode)
    exitCode = 128 + constants.signals[name]
    onAsked()
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    throwIfAsked() {
      if (controller.signal.aborted) throw new Interrupted(exitCode)
    },
    release() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
