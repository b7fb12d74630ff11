import { type EstimatorName, estimators, type Judgement, type LogEstimate } from '../../decisions/index.ts'
import { estimateText, NONE, number, whole } from '../../studies/format.ts'
import { textList, textTable } from '../table.ts'

/** What a log says of a policy, for the terminal. */
export function judgementText(title: string, judgement: Judgement): string {
  const { rows, logged, values, effectiveRows, largestWeight, cap, warnings } = judgement
  const facts: [string, string][] = [
    ['rows', whole(rows)],
    ['the log earned', cells(logged).join(' ')],
    ['effective rows', `${whole(effectiveRows)} (${number((100 * effectiveRows) / rows)} %)`],
    ['largest weight', `${number(largestWeight)} (cap ${number(cap)})`],
  ]
  const table = textTable<[string, (typeof values)[EstimatorName]]>(
    [
      { title: 'estimator', cell: ([name]) => estimators[name as EstimatorName].title },
      { title: 'value', align: 'right', cell: ([, value]) => cells(value)[0] },
      { title: '95 % interval', cell: ([, value]) => cells(value)[1] },
      { title: 'more than the log', align: 'right', cell: ([, value]) => cells(value?.gain)[0] },
      { title: '95 % interval', cell: ([, value]) => cells(value?.gain)[1] },
      { title: 'is', cell: ([name]) => estimators[name as EstimatorName].formula },
    ],
    Object.entries(values),
  )
  return [title, textList(facts), '', table, ...warnings.map((warning) => `\nwarning: ${warning}`)].join('\n')
}

function cells(estimate: LogEstimate | undefined): [value: string, interval: string] {
  if (!estimate || Number.isNaN(estimate.value)) return [NONE, '']
  const { value, interval } = estimateText(estimate)
  return [value, interval]
}
