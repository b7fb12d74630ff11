import { nearest } from '../nearest.ts'
import { catalogue, type MemberName, type UpdateSpec } from '../updates/index.ts'

/**
 * The member of the catalogue with this name.
 *
 * @throws RangeError for a name that the catalogue doesn't have, with the nearest one.
 */
export function namedUpdate(name: string): UpdateSpec {
  if (Object.hasOwn(catalogue, name)) return catalogue[name as MemberName]
  throw new RangeError(
    `unknown update '${name}'; did you mean ${nearest(name, Object.keys(catalogue))}? formscale updates lists all of them`,
  )
}
