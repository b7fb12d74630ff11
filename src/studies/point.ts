/** Points of the space that a study looks at: a member of the catalogue, with changes to it and to the settings. */
import { at, type Fields, overlay } from '../settings/paths.ts'
import { type Coordinate, changed, changedName, isOfUpdate } from '../updates/index.ts'
import type { Member, Settings } from './study.ts'

/**
 * The member with its coordinates changed, and named after them.
 *
 * @throws RangeError that names the field of the point that is wrong.
 */
export function memberAt({ name, update, settings }: Member, coordinates: readonly Coordinate[]): Member {
  const ofUpdate = coordinates.filter(([path]) => isOfUpdate(path))
  const ofSettings = coordinates.filter(([path]) => !isOfUpdate(path))
  return {
    name: changedName(name, coordinates),
    update: changed(update, ofUpdate, ofSettings),
    settings: ofSettings.reduce<Fields>(
      (all, [path, value]) => overlay(all, at(path, value)),
      settings,
    ) as Settings,
  }
}
