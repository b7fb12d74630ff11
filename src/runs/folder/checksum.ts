import { createHash } from 'node:crypto'
import type { Result } from '../../training/index.ts'
import { resultText } from '../files/index.ts'

/** What says that a result and the rows of metrics belong together, and are as they were written. */
export function checksumOf(result: Result, metrics: string): string {
  return createHash('sha256').update(resultText(result)).update(metrics).digest('hex')
}
