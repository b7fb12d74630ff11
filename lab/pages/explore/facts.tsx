/** What holds at a point, and which named member it is nearest to. */
import { useMemo } from 'preact/hooks'
import { catalogue, type Property, properties, type ScaleParams } from '../../../src/updates/index.ts'
import { visit } from '../../place.ts'
import { changes, nearestMember } from '../../points/nearest-member.ts'
import type { Shown } from '../../points/shown.ts'
import { figure, fixed } from '../../ui/numbers.ts'

/** Arguments that a property is tried on, along each axis. */
const STEPS = 21
const LIMIT = 4

type Verdict =
  | { readonly kind: 'holds' | 'silent' }
  | { readonly kind: 'fails'; readonly at: [number, number] }

/** Tries a property on a grid over |Δo|, |Δr| ≤ 4. */
function judge(property: Property, params: ScaleParams): Verdict {
  if (!property.applies(params)) return { kind: 'silent' }
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS; j++) {
      const at: [number, number] = [LIMIT * ((2 * i) / (STEPS - 1) - 1), LIMIT * ((2 * j) / (STEPS - 1) - 1)]
      if (!property.holds(params, ...at)) return { kind: 'fails', at }
    }
  }
  return { kind: 'holds' }
}

const marks = { holds: '✓', silent: '–', fails: '✗' } as const
const words = { holds: 'holds', silent: 'not claimed here', fails: 'fails' } as const

export function Properties({ shown }: { readonly shown: Shown }) {
  const key = JSON.stringify(shown.point.scale)
  // `key` stands for the point.
  const verdicts = useMemo(
    () => properties.map((property) => ({ property, verdict: judge(property, shown.point.scale) })),
    [key],
  )
  return (
    <ul class="verdicts">
      {verdicts.map(({ property, verdict }) => (
        <li key={property.name} data-verdict={verdict.kind}>
          <span class="mark" role="img" aria-label={words[verdict.kind]}>
            {marks[verdict.kind]}
          </span>
          <span>
            {property.name}
            <small>
              {property.statement}
              {verdict.kind === 'fails' &&
                `: not at Δo ${fixed(verdict.at[0], 1)}, Δr ${fixed(verdict.at[1], 1)}`}
              {verdict.kind === 'silent' && '; not claimed at this point'}
            </small>
          </span>
        </li>
      ))}
    </ul>
  )
}

export function Nearest({ shown }: { readonly shown: Shown }) {
  const { point, side } = shown
  const neighbour = useMemo(() => nearestMember(point), [JSON.stringify(point)])
  if (!neighbour)
    return (
      <p class="note">
        No named member has the form {point.form} with the reference {point.reference} and the baseline{' '}
        {point.baseline}.
      </p>
    )
  const member = catalogue[neighbour.name]
  const differing = changes(point, member)
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
