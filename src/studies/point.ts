/** Points of the space that a study looks at: a member of the catalogue, with changes to it and to the settings. */
import { resolveUpdate, type UpdateSpec } from '../updates/index.ts'
import { at, type Fields, overlay } from './overlay.ts'
import type { Member, Settings } from './study.ts'

/** One value on one axis: `scale.alphaR` is 0.5, `optimiser.learningRate` is 0.001. */
export type Coordinate = readonly [path: string, value: unknown]

const UPDATE_FIELDS = ['form', 'reference', 'baseline', 'temperature', 'scale']

/** Whether a path is of the update itself; all others are of the run's settings. */
export const isOfUpdate = (path: string) => UPDATE_FIELDS.includes(path.split('.')[0])

/**
 * The member with its coordinates changed, and named after them.
 *
 * @throws RangeError that names the field of the point that is wrong.
 */
export function moved(member: Member, coordinates: readonly Coordinate[]): Member {
  const ofUpdate = coordinates.filter(([path]) => isOfUpdate(path))
  const ofSettings = coordinates.filter(([path]) => !isOfUpdate(path))
  const paths = coordinates.map(([path]) => path)
  const texts = (changes: readonly Coordinate[]) =>
    changes.map(([path, value]) => `${shortPath(path, paths)}=${valueText(value)}`)
  const named = (name: string, changes: readonly Coordinate[]) => [name, ...texts(changes)].join('+')
  const { update } = member
  const about = ofUpdate.length === 0 ? update.about : `${update.name} with ${texts(ofUpdate).join(', ')}`
  const fields = ofUpdate.reduce<Fields>(
    (point, [path, value]) => changed(point, at(path.split('.'), value)),
    { ...update, name: named(update.name, ofUpdate), about },
  )
  return {
    name: named(member.name, coordinates),
    update: resolveUpdate(fields as Partial<UpdateSpec>),
    settings: ofSettings.reduce<Fields>(
      (all, [path, value]) => overlay(all, at(path.split('.'), value)),
      member.settings,
    ) as Settings,
  }
}

/** An update's fields with others laid over them. A trust region or robust transform of a kind takes the place of another. */
export function changed(update: Fields, changes: Fields): Fields {
  const merged = overlay(update, changes)
  const scale = changes['scale'] as Fields | undefined
  const choices = ['trust', 'robust'].filter((name) => (scale?.[name] as Fields | undefined)?.['kind'])
  const whole = Object.fromEntries(choices.map((name) => [name, scale?.[name]]))
  return choices.length === 0 ? merged : { ...merged, scale: { ...(merged['scale'] as Fields), ...whole } }
}

/** The last word of a path, where no other ends in the same. */
function shortPath(path: string, paths: readonly string[]): string {
  const last = (whole: string) => whole.slice(whole.lastIndexOf('.') + 1)
  const alone = paths.filter((other) => last(other) === last(path)).length === 1
  return alone ? last(path) : path
}

/** `0.5`, `clip-0.2-0.28`, `64-64`, `none`. */
export function valueText(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value !== 'object') return String(value)
  return Object.values(value).map(valueText).join('-')
}
