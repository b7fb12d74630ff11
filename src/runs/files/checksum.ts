import { digestOfTexts } from '../../networks/digest.ts'
import type { Result } from '../../training/index.ts'
import { resultText } from './contents.ts'

/** What says that a result and the rows of metrics belong together, and are as they were written. */
export const checksumOf = (result: Result, metrics: string): string =>
  digestOfTexts([resultText(result), metrics])
