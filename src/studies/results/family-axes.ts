/** The axes of the family along which updates of a study leave its baseline. */
import { flatten } from '../../settings/paths.ts'
import type { Comparison } from './comparison.ts'
import { differences, type Group, groupSettings } from './groups.ts'

export interface FamilyAxis {
  /** A coordinate: `alphaR`, `trust`, `form`, `temperature`. */
  readonly coordinate: string
  /** Updates that move it, alone or with others, in the order of the study. */
  readonly labels: readonly string[]
}

/**
 * Those axes that two or more updates move, in the order of the family's coordinates; settings beside the update may differ as
 * well, such as a learning rate chosen for each.
 */
export function familyAxes(
  groups: readonly Group[],
  { labels }: Comparison,
  baseline: string,
): readonly FamilyAxis[] {
  const configOf = (label: string) => groups.find((group) => group.label === label)!.config
  const moved = labels.map((label) => {
    const paths = differences(configOf(label), configOf(baseline)).map(({ path }) => path)
    return { label, coordinates: coordinatesOf(paths) }
  })
  const inOrder = coordinatesOf([...flatten(groupSettings(configOf(baseline))).keys()])
  const all = new Set([...inOrder, ...moved.flatMap(({ coordinates }) => [...coordinates])])
  return [...all]
    .map((coordinate) => ({
      coordinate,
      labels: moved.filter(({ coordinates }) => coordinates.has(coordinate)).map(({ label }) => label),
    }))
    .filter(({ labels }) => labels.length > 1)
}

/** Of an update's settings among these paths: `update.scale.trust.epsilon` is of `trust`. */
const coordinatesOf = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(
    paths
      .filter((path) => path.startsWith('update.') && path !== 'update.name')
      .map((path) => path.replace(/^update\.(scale\.)?/, '').split('.')[0]),
  )
