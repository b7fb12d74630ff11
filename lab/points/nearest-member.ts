/** Which named member does nearly the same as a point of the family. */
import {
  catalogue,
  type MemberName,
  numberText,
  parameters,
  robustText,
  type ScaleFunction,
  scaleFunction,
  trustText,
  type Update,
  type UpdateSpec,
} from '../../src/updates/index.ts'

export interface Neighbour {
  readonly name: MemberName
  /** Root of the mean squared difference of f over |Δo| ≤ 1, |Δr| ≤ 2, in logits. */
  readonly distance: number
  /** The greatest difference of f there, and where it is. */
  readonly greatest: number
  readonly at: readonly [deltaO: number, deltaR: number]
}

const STEPS = 21

/**
 * The nearest among the members that read the data the same way: same form, reference and baseline.
 *
 * @param f of the point.
 */
export function nearestMember(point: Omit<Update, 'scale'>, f: ScaleFunction): Neighbour | undefined {
  const alike = Object.values(catalogue).filter(
    ({ form, reference, baseline }) =>
      form === point.form && reference === point.reference && baseline === point.baseline,
  )
  return alike
    .map((member) => ({ name: member.name as MemberName, ...difference(f, scaleFunction(member.scale)) }))
    .reduce<Neighbour | undefined>(
      (best, one) => (best && best.distance <= one.distance ? best : one),
      undefined,
    )
}

/** How far apart two scaling functions are, over |Δo| ≤ 1, |Δr| ≤ 2. */
export function difference(f: ScaleFunction, g: ScaleFunction): Omit<Neighbour, 'name'> {
  let squares = 0
  let greatest = 0
  let at: readonly [number, number] = [0, 0]
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS; j++) {
      const deltaO = (2 * i) / (STEPS - 1) - 1
      const deltaR = 2 * ((2 * j) / (STEPS - 1) - 1)
      const apart = Math.abs(f(deltaO, deltaR) - g(deltaO, deltaR))
      squares += apart ** 2
      if (apart > greatest) {
        greatest = apart
        at = [deltaO, deltaR]
      }
    }
  }
  return { distance: Math.sqrt(squares) / STEPS, greatest, at }
}

/** The coordinates in which two points differ, as `name: theirs → ours`. */
export interface Change {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** In which coordinates `point` differs from `member`. */
export function changes(point: UpdateSpec, member: UpdateSpec): Change[] {
  const [theirs, ours] = [coordinates(member), coordinates(point)]
  return Object.keys(ours)
    .filter((name) => ours[name] !== theirs[name])
    .map((name) => ({ name, from: theirs[name], to: ours[name] }))
}

const show = (value: number) => String(value).replace('-', '−')

function coordinates({ form, reference, baseline, temperature, scale }: UpdateSpec): Record<string, string> {
  const numbers = Object.entries(parameters).map(([key, { symbol }]) => [
    symbol.replace('_', ''),
    numberText(scale[key as keyof typeof parameters], show),
  ])
  return {
    form: typeof form === 'number' ? show(form) : form,
    reference,
    baseline,
    τ: show(temperature),
    ...Object.fromEntries(numbers),
    trust: trustText(scale.trust, show),
    robust: robustText(scale.robust, show),
  }
}
