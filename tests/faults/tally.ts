/** What a part of the harness tried and what came of it; `npm run test:faults` prints the table. */
import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'

/** Whether everything is tried, which takes most of an hour, or the slice that runs with all tests. */
export const isLong = process.env['FAULTS'] === 'all'

/** How often: in the slice, and in the long run. */
export const times = (slice: number, long: number) => (isLong ? long : slice)

export interface Tally {
  tried: number
  survived: number
  /** Milliseconds of processor time that the slowest fifty together took, where that is measured. */
  longest?: number
  /** Megabytes that the process held more at most, where that is measured. */
  memory?: number
}

/** Counts for one row of the table, which is written when the file's tests have ended. */
export function tallyOf(what: string): Tally {
  const tally: Tally = { tried: 0, survived: 0 }
  afterAll(() => {
    const file = process.env['FAULTS_TALLY']
    if (file) appendFileSync(file, `${JSON.stringify({ what, ...tally })}\n`)
  })
  return tally
}

/** Whether an error is meant for people: one line of text, and no stumble of our own code. */
export function isSentence(error: unknown): boolean {
  const isStumble =
    error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError
  return error instanceof Error && !isStumble && error.message.length > 10 && !/\p{Cc}/u.test(error.message)
}
