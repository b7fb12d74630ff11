/** Which updates the figures show, and in which colours. */
import { catalogue } from '../../updates/index.ts'
import type { Group } from '../results/groups.ts'
import { figureNames, withSymbols } from './names.ts'

/** A group with its place in the palette: an update has the same colour in all environments. */
export interface PaintedGroup extends Group {
  readonly colour: number
  /** What figures call it. */
  readonly name: string
  /** Whether it is among the ones that figures of lines have room for. */
  readonly shown: boolean
}

/** More lines than these in one figure can't be told apart. */
const MAX_SHOWN = 10
const BEST_SHOWN = 7

/**
 * All updates where there are few; else the best, judged by their mean place over environments, and then members of the
 * catalogue by name, which everybody knows. The best have the first colours.
 *
 * @param rankings for each environment, labels with the best first.
 */
export function paint(groups: readonly Group[], rankings: readonly (readonly string[])[]): PaintedGroup[] {
  const labels = [...new Set(groups.map(({ label }) => label))]
  const byPlace = placed(labels, rankings)
  const chosen = labels.length <= MAX_SHOWN ? byPlace : chooseShown(byPlace)
  const names = figureNames(chosen)
  const order = [...chosen, ...labels.filter((label) => !chosen.includes(label))]
  return groups.map((group) => ({
    ...group,
    colour: order.indexOf(group.label),
    name: names.get(group.label) ?? withSymbols(group.label),
    shown: chosen.includes(group.label),
  }))
}

/** The best first, by their mean place. */
function placed(labels: readonly string[], rankings: readonly (readonly string[])[]): string[] {
  const place = (label: string) => {
    const places = rankings.flatMap((ranking) => (ranking.includes(label) ? [ranking.indexOf(label)] : []))
    return places.length === 0 ? labels.length : places.reduce((sum, at) => sum + at, 0) / places.length
  }
  const places = new Map(labels.map((label) => [label, place(label)]))
  return [...labels].sort((a, b) => places.get(a)! - places.get(b)!)
}

function chooseShown(byPlace: readonly string[]): string[] {
  const known = byPlace.slice(BEST_SHOWN).filter((label) => Object.hasOwn(catalogue, label))
  return [...byPlace.slice(0, BEST_SHOWN), ...known].slice(0, MAX_SHOWN)
}
