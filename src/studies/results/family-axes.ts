/** The axes of the family along which updates of a study leave its baseline. */
import type { Comparison } from './comparison.ts'
import { differences, type Group } from './groups.ts'

export interface FamilyAxis {
  /** A coordinate: `alphaR`, `trust`, `form`, `temperature`. */
  readonly coordinate: string
  /** Updates that move it, alone or with others, in the order of the study. */
  readonly labels: readonly string[]
}

/** Those axes that two or more updates move; settings beside the update may differ as well, such as a learning rate chosen for each. */
export function familyAxes(
  groups: readonly Group[],
  { labels }: Comparison,
  baseline: string,
): readonly FamilyAxis[] {
  const groupOf = (label: string) => groups.find((group) => group.label === label)!
  const moved = new Map<string, string[]>()
  for (const label of labels)
    for (const coordinate of coordinatesMoved(groupOf(label), groupOf(baseline)))
      moved.set(coordinate, [...(moved.get(coordinate) ?? []), label])
  return [...moved]
    .map(([coordinate, labels]) => ({ coordinate, labels }))
    .filter(({ labels }) => labels.length > 1)
}

function coordinatesMoved(group: Group, baseline: Group): ReadonlySet<string> {
  const paths = differences(group.config, baseline.config).map(({ path }) => path)
  return new Set(
    paths
      .filter((path) => path.startsWith('update.') && path !== 'update.name')
      .map((path) => path.replace(/^update\.(scale\.)?/, '').split('.')[0]),
  )
}
