/** What each axis of the family is worth: a figure an axis, of all updates that move it, less the baseline. */
import { type Comparison, jointDifferences, jointDifferencesIn } from '../../results/comparison.ts'
import { familyAxes } from '../../results/family-axes.ts'
import type { JointEstimate } from '../../statistics/index.ts'
import { parameterName } from '../names.ts'
import type { PaintedGroup } from '../shown.ts'
import { estimateFigure } from './estimates.ts'
import type { Figure } from './figure.ts'

/** None without a baseline, or where no two updates move the same axis. */
export function familyAxisFigures(comparison: Comparison, groups: readonly PaintedGroup[]): Figure[] {
  const { baseline, environments, measure } = comparison
  if (baseline === undefined) return []
  const axes = familyAxes(groups, comparison, baseline)
  if (axes.length === 0) return []
  const panels: readonly (readonly [string, ReadonlyMap<string, JointEstimate>])[] = [
    ...environments.map((env) => [env, jointDifferencesIn(comparison, baseline, env, 'training')] as const),
    ...(environments.length > 1
      ? [['all together', jointDifferences(comparison, baseline, 'training')] as const]
      : []),
  ].filter(([, differences]) => differences.size > 0)
  if (panels.length === 0) return []
  const painted = (label: string) => groups.find((group) => group.label === label)!
  return axes.map(({ coordinate, labels }) =>
    estimateFigure({
      name: `axis-${coordinate}`,
      title: `Along ${parameterName(coordinate)}: ${measure.trainingName}, less ${baseline}`,
      panels: panels.map(([name]) => name),
      xLabel: `1: ${measure.lowerIsBetter ? `the mean of ${baseline}` : `what ${baseline} is above random actions`}`,
      scale: 'differences',
      rows: labels.map((label) => ({
        label,
        name: painted(label).name,
        colour: painted(label).colour,
        estimates: panels.map(([, differences]) => differences.get(label)!),
        runs: [],
      })),
    }),
  )
}
