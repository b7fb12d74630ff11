/** What can be said of an update: its formula, what holds of it, and which named member it is nearest to. */
import { useMemo } from 'preact/hooks'
import {
  catalogue,
  checkUpdate,
  isOwn,
  type Property,
  properties,
  type ScaleFunction,
  type ScaleParams,
  type Update,
} from '../../../src/updates/index.ts'
import { visit } from '../../place.ts'
import { PointTitle } from '../../points/editor.tsx'
import { changes, nearestMember } from '../../points/nearest-member.ts'
import type { Shown } from '../../points/shown.ts'
import { Formulas } from '../../ui/math.tsx'
import { figure, fixed } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { formulas } from './formula.ts'

export default function Facts({ shown }: { readonly shown: Shown }) {
  return (
    <Panel title={<PointTitle shown={shown} />} class="facts">
      <Formulas lines={formulas(shown.point)} />
      <Properties shown={shown} />
      <Nearest shown={shown} />
    </Panel>
  )
}

/** Arguments that a property is tried on, along each axis. */
const STEPS = 21
const LIMIT = 4

interface Verdict {
  readonly name: string
  readonly kind: 'holds' | 'silent' | 'fails'
  readonly text: string
}

/** Tries a property on a grid over |Δo|, |Δr| ≤ 4. */
function judge(property: Property, params: ScaleParams): Verdict {
  const { name, statement } = property
  if (!property.applies(params))
    return { name, kind: 'silent', text: `${statement}; not claimed at this point` }
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS; j++) {
      const [deltaO, deltaR] = [i, j].map((step) => LIMIT * ((2 * step) / (STEPS - 1) - 1))
      if (!property.holds(params, deltaO, deltaR))
        return { name, kind: 'fails', text: `${statement}: not ${placeText(deltaO, deltaR)}` }
    }
  }
  return { name, kind: 'holds', text: statement }
}

const placeText = (deltaO: number, deltaR: number) => `at Δo ${short(deltaO)}, Δr ${short(deltaR)}`
const short = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−')

/** A point has the family's six properties; a function is asked for what can be asked of any, and told what it means. */
function verdictsOf(point: Update, f: ScaleFunction): readonly Verdict[] {
  if (!isOwn(point)) return properties.map((property) => judge(property, point.scale))
  return checkUpdate({ ...point, scale: f }).map(({ property, statement, verdict, at, about }) => {
    const where = at ? `not ${placeText(at.deltaO, at.deltaR)}, ` : ''
    const more = about === '' ? '' : `: ${where}${about}`
    return { name: property, kind: verdict === 'open' ? 'silent' : verdict, text: statement + more }
  })
}

const marks = { holds: '✓', silent: '–', fails: '✗' } as const
const words = { holds: 'holds', silent: 'not claimed here', fails: 'fails' } as const

function Properties({ shown }: { readonly shown: Shown }) {
  const { address, point, f } = shown
  // The address stands for the point.
  const verdicts = useMemo(() => (f ? verdictsOf(point, f) : []), [address, f !== undefined])
  if (!f) return null
  return (
    <ul class="verdicts">
      {verdicts.map(({ name, kind, text }) => (
        <li key={name} data-verdict={kind}>
          <span class="mark" role="img" aria-label={words[kind]}>
            {marks[kind]}
          </span>
          <span>
            {name}
            <small>{text}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Nearest({ shown }: { readonly shown: Shown }) {
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
