/** Redis may be there and take nothing: out of memory, its disk full, loading, a replica. That passes, or someone mends it. */

/** What Redis says then, in its own code words. */
const REFUSAL = /\b(OOM|MISCONF|READONLY|LOADING|BUSY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN)\b[^:\n]*/

/** Milliseconds before the second try, doubled each time up to the longest. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5000

/** Told why Redis refuses to write, and undefined when it writes again. */
export type OnRefused = (reason: string | undefined) => void

/** Redis' own words, if it refused to write; undefined for any other error. */
export const refusalIn = (error: unknown) => REFUSAL.exec((error as Error).message)?.[0].trim()

/** Writes until Redis takes it. Errors other than a refusal are thrown as they are. */
export async function insist<T>(write: () => Promise<T>, onRefused: OnRefused): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      const written = await write()
      onRefused(undefined)
      return written
    } catch (error) {
      const reason = refusalIn(error)
      if (reason === undefined) throw error
      onRefused(reason)
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** Passes on only what is news: a reason once, however often it is given, and its end. */
export function onChange(tell: OnRefused): OnRefused {
  let last: string | undefined
  return (reason) => {
    if (reason === last) return
    last = reason
    tell(reason)
  }
}
