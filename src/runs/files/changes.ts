/** `changes.jsonl`: what was changed on the way, a row a change. */

import { infinityAsText, infinityFromText } from '../../policies/infinity.ts'
import { printable } from '../../printable.ts'
import { type Change, changesFrom } from '../../training/changes.ts'
import { CHANGES_FILE } from './names.ts'

/** A row, with its line break. */
export const changeLine = (change: Change): string => `${JSON.stringify(change, infinityAsText)}\n`

/**
 * The changes in the order in which they were made. A half-written last line is left out.
 *
 * @throws Error that names the line which is no change.
 */
export function readChanges(text: string): Change[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line, index) => {
    try {
      return changesFrom([JSON.parse(line, infinityFromText)])[0]
    } catch (error) {
      throw new Error(
        `${CHANGES_FILE} line ${index + 1} is not a change: ${printable((error as Error).message)}`,
      )
    }
  })
}
