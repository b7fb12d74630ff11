/** Readings of a word before sleeping: about as long as falling asleep and waking up take, some 50 to 500 µs. */
const MAX_SPINS = 10_000

/** Lets whoever shares this processor's core work in between; engines of before 2025 don't have it. */
const { pause } = Atomics as { readonly pause?: () => void }

/**
 * Spins on a word that another thread is about to change.
 *
 * @returns what it is then; `value` still when it is time to sleep.
 */
export function spin(words: Int32Array, place: number, value: number): number {
  for (let spins = 0; spins < MAX_SPINS; spins++) {
    const now = Atomics.load(words, place)
    if (now !== value) return now
    pause?.()
  }
  return value
}
