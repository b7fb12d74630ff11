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
  const { baseline, measure } = comparison
  if (baseline === undefined) return []
  const axes = familyAxes(groups, comparison, baseline)
  if (axes.length === 0) return []
  const { panels, xLabel } = differencesOf(comparison, baseline)
  if (panels.length === 0) return []
  const painted = (label: string) => groups.find((group) => group.label === label)!
  return axes.map(({ coordinate, labels }) =>
    estimateFigure({
      name: `axis-${coordinate}`,
      title: `Along ${parameterName(coordinate)}: ${measure.trainingName}, less ${baseline}`,
      panels: panels.map(([name]) => name),
      xLabel,
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

type Panel = readonly [name: string, differences: ReadonlyMap<string, JointEstimate>]

/** Of one environment in its own units; of several on the scale that they share, each by itself and all together. */
function differencesOf(
  comparison: Comparison,
  baseline: string,
): { readonly panels: readonly Panel[]; readonly xLabel: string } {
  const { environments, measure } = comparison
  const all = jointDifferences(comparison, baseline, 'training')
  if (environments.length === 1)
    return { panels: all.size === 0 ? [] : [[environments[0], all]], xLabel: measure.trainingName }
  const panels = environments
    .map((env): Panel => [env, jointDifferencesIn(comparison, baseline, env, 'training')])
    .filter(([, differences]) => differences.size > 0)
  const unit = measure.lowerIsBetter ? `the mean of ${baseline}` : `what ${baseline} is above random actions`
  return { panels: [...panels, ['all together', all]], xLabel: `1: ${unit}` }
}
