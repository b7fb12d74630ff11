/** Asks to stop once it is aborted: the `signal` of an `AbortController`. */
export interface StopSignal {
  readonly aborted: boolean
  throwIfAborted(): void
}
