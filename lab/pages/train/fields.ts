/** The settings of a run as fields of a form. */
import { type Setting, settingsOf } from '../../../src/settings/list.ts'
import { configSchema } from '../../../src/training/schema.ts'

/** These have controls of their own, or mean nothing in a page. */
const ELSEWHERE = [
  'env',
  'update',
  'threads',
  'envThreads',
  'checkpointEvery',
  'evaluateEvery',
  'evaluateEpisodes',
  'evaluateGreedily',
  'stopWhen.evaluationReturn',
  'keepCheckpoints',
]

export const fields: readonly Setting[] = settingsOf(configSchema).filter(
  ({ path }) => !ELSEWHERE.includes(path),
)
