/** Ctrl-C: the first stops cleanly, the second at once. */
import { constants } from 'node:os'
import { Interrupted } from './errors.ts'

export interface Interruption {
  readonly signal: AbortSignal
  /** @throws {@link Interrupted} if the user asked to stop. */
  throwIfAsked(): void
  /** Gives the signals back to Node. */
  release(): void
}

/** What asks a command to stop: Ctrl-C, a termination, the end of its terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Listens for these signals; `onAsked` runs at the first one. */
export function listenForInterrupt(onAsked: () => void): Interruption {
  const controller = new AbortController()
  let exitCode = 0
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(exitCode)
    exitCode = 128 + constants.signals[name]
    onAsked()
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, stop)
  return {
    signal: controller.signal,
    throwIfAsked() {
      if (controller.signal.aborted) throw new Interrupted(exitCode)
    },
    release() {
      for (const name of SIGNALS) process.off(name, stop)
    },
  }
}
