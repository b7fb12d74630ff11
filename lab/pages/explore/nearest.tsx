/** Which named member an update is nearest to, and how the two differ. */
import { useMemo } from 'preact/hooks'
import { catalogue, isOwn } from '../../../src/updates/index.ts'
import { visit } from '../../place.ts'
import { changes, nearestMember } from '../../points/nearest-member.ts'
import type { Shown } from '../../points/shown.ts'
import { figure, fixed } from '../../ui/numbers.ts'

export default function Nearest({ shown }: { readonly shown: Shown }) {
  const { address, point, f, side } = shown
  const neighbour = useMemo(() => f && nearestMember(point, f), [address, f !== undefined])
  // f may be no number somewhere, and then is near to nobody.
  if (!f || Number.isNaN(neighbour?.distance)) return null
  if (!neighbour)
    return (
      <p class="note">
        No named member has the form {point.form} with the reference {point.reference} and the baseline{' '}
        {point.baseline}.
      </p>
    )
  const member = catalogue[neighbour.name]
  const differing = isOwn(point) ? [] : changes(point, member)
  const other = side === 'a' ? 'b' : 'a'
  return (
    <div class="nearest">
      <p>
        Nearest named member:{' '}
        <button
          type="button"
          class="link"
          title={`Show ${member.name} as ${other.toUpperCase()}`}
          onClick={() => visit({ [other]: member.name })}
        >
          {member.name}
        </button>
        {neighbour.distance === 0 ? (
          <span class="note">, the same f everywhere</span>
        ) : (
          <span class="note">
            , f apart by {figure(neighbour.distance, 2)} on average and {figure(neighbour.greatest, 2)} at
            most (Δo {fixed(neighbour.at[0], 1)}, Δr {fixed(neighbour.at[1], 1)}) over |Δo| ≤ 1, |Δr| ≤ 2
          </span>
        )}
      </p>
      <ul class="changes">
        {differing.map(({ name, from, to }) => (
          <li key={name}>
            {name} <s>{from}</s> → <b>{to}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
