import type { Config } from './config.ts'
import { EPISODE_WINDOW } from './episodes.ts'
import type { Metrics } from './metrics.ts'

/**
 * Why a run that has come so far has reached an aim of the setting `stopWhen`; undefined while it hasn't. A mean return counts
 * once its window is full: one lucky episode is no success.
 */
export function aimReached({ stopWhen }: Config, row: Metrics): string | undefined {
  const { meanReturn, evaluationReturn, regret } = stopWhen
  const said = (name: string, value: number, relation: string, aim: number) =>
    `stopWhen: ${name} is ${Number(value.toPrecision(6))}, ${relation} ${aim}`
  if (meanReturn !== null && row.episodes >= EPISODE_WINDOW && (row.meanReturn as number) >= meanReturn)
    return said('meanReturn', row.meanReturn as number, 'at least', meanReturn)
  if (
    evaluationReturn !== null &&
    row.evaluationReturn !== undefined &&
    row.evaluationReturn >= evaluationReturn
  )
    return said('evaluationReturn', row.evaluationReturn, 'at least', evaluationReturn)
  if (regret !== null && row.regret !== undefined && row.regret <= regret)
    return said('regret', row.regret, 'at most', regret)
  return undefined
}
