import type { Group } from '../groups.ts'

/** A group with its place in the palette: an update has the same colour in all environments. */
export interface PaintedGroup extends Group {
  readonly colour: number
}

export function paint(groups: readonly Group[]): PaintedGroup[] {
  const labels = [...new Set(groups.map(({ label }) => label))]
  return groups.map((group) => ({ ...group, colour: labels.indexOf(group.label) }))
}
