/** Looks at a word before sleeping: about as long as falling asleep and waking up take, some 50 to 500 µs. */
const LOOKS = 10_000

/** Lets whoever shares this processor's core work in between; engines of before 2025 don't have it. */
const { pause } = Atomics as { readonly pause?: () => void }

/**
 * Watches a word that another thread is about to change.
 *
 * @returns what it is then; `value` still when it is time to sleep.
 */
export function watch(words: Int32Array, place: number, value: number): number {
  for (let looks = 0; looks < LOOKS; looks++) {
    const now = Atomics.load(words, place)
    if (now !== value) return now
    pause?.()
  }
  return value
}
