/** Which of the family's properties hold of an update. */
import { useMemo } from 'preact/hooks'
import {
  checkUpdate,
  isOwn,
  type Property,
  properties,
  type ScaleFunction,
  type ScaleParams,
  type Update,
} from '../../../src/updates/index.ts'
import type { Shown } from '../../points/shown.ts'

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

export default function Properties({ shown }: { readonly shown: Shown }) {
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
