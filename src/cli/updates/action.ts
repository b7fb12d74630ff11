import { printable } from '../../printable.ts'
import {
  catalogue,
  type Form,
  isOwn,
  numberText,
  type Parameters,
  parameters,
  pointOf,
  properties,
  robusts,
  robustText,
  robustWith,
  type ScaleParams,
  trustCases,
  trustCasesOfZ,
  trusts,
  trustText,
  type UpdateSpec,
  weightCases,
} from '../../updates/index.ts'
import { type TextColumn, textList, textTable } from '../table.ts'
import { readUpdate } from '../update-source.ts'

export function updatesAction(name: string | undefined, { json }: { json?: true }): void {
  const found = name === undefined ? Object.values(catalogue) : shown(name)
  if (json) console.log(JSON.stringify(found, null, 2))
  else if (Array.isArray(found)) console.log(`${textTable(columns, found)}\n\n${LEGEND}`)
  else console.log(detailsOf(found as UpdateSpec))
}

/** @throws Error for an update with an f of its own, which has nothing to list. */
function shown(name: string): UpdateSpec {
  const update = readUpdate(name)
  if (!isOwn(update)) return pointOf(update)
  throw new Error(
    `${name} has an f of its own, which has no coordinates; formscale updates check ${name} says what holds`,
  )
}

const LEGEND = `f(Δo, Δr) = W · T · ψ(u),  u = E_αr(Δr) − E_αo(β·Δo),  W = clamp(e^(ω·Δo), floor, cap),  T: trust,  ψ: robust
↑ where u > 0, ↓ where u < 0;  formscale updates NAME shows one of them`

/** Without the mark of a subscript. */
const plain = (symbol: string) => symbol.replace('_', '')

const dash = (text: string) => (text === 'none' ? '–' : text)

type NumberKey = keyof typeof parameters
const numberKeys = Object.keys(parameters) as NumberKey[]

const columns: readonly TextColumn<UpdateSpec>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'form', cell: ({ form }) => String(form) },
  { title: 'reference', cell: ({ reference }) => reference },
  { title: 'baseline', cell: ({ baseline }) => dash(baseline) },
  ...numberKeys.map(
    (key): TextColumn<UpdateSpec> => ({
      title: plain(parameters[key].symbol),
      align: 'right',
      cell: ({ scale }) => dash(numberText(scale[key])),
    }),
  ),
  { title: 'trust', cell: ({ scale }) => dash(trustText(scale.trust)) },
  { title: 'robust', cell: ({ scale }) => dash(robustText(scale.robust)) },
]

function detailsOf({ name, about, form, reference, baseline, temperature, scale }: UpdateSpec): string {
  const spec: [string, string][] = [
    ['form', `${form}: ${formText(form)}`],
    [
      'reference',
      `${reference}: ${reference === 'logprob' ? 'Δo of log π, Δr the advantage' : 'Δo of the outputs, Δr from the return; critic tied to the outputs'}`,
    ],
    ['baseline', baseline],
    ['temperature', `τ = ${temperature}`],
  ]
  const holds = properties.map((property): [string, string] => [
    `${property.applies(scale) ? '✓' : '–'} ${property.name}`,
    property.applies(scale) ? property.statement : `not claimed here (${property.statement})`,
  ])
  return `${printable(name)}\n  ${printable(about)}\n\n${textList(spec)}\n\nscale\n${textList(coordinatesOf(scale))}\n\nformula\n${textList(formulasOf(scale))}\n\nproperties\n${textList(holds)}`
}

function formText(form: Form): string {
  if (form === 'value') return 'e_a, the output is pushed up or down'
  if (form === 'policy') return 'e_a − π, mass moves to or from the action'
  return `e_a − ${form}·π, between value and policy`
}

/** Every number by the path that --set takes, below `update.scale`. */
function coordinatesOf(scale: ScaleParams): [string, string][] {
  const { trust, robust } = scale
  return [
    ...numbersOf('', parameters, scale),
    ['trust', `${trust.kind}  ${trusts[trust.kind].about}`],
    ...numbersOf('trust.', trusts[trust.kind].parameters, trust),
    ['robust', `${robust.kind}  ${robusts[robust.kind].about}`],
    ...numbersOf('robust.', robusts[robust.kind].parameters, robust),
  ]
}

function numbersOf(prefix: string, parameters: Parameters, given: object): [string, string][] {
  const values = given as Readonly<Record<string, number | undefined>>
  return Object.entries(parameters).map(([key, { absent, about }]) => [
    prefix + key,
    `${dash(numberText(values[key] ?? (absent as number)))}  ${about}`,
  ])
}

function formulasOf(scale: ScaleParams): [string, string][] {
  const { trust, robust } = scale
  return [
    ['f', 'W · T · ψ(u)'],
    ['u', 'E_αr(Δr) − E_αo(β·Δo), E_α(z) = (e^(αz) − 1)/α, E_0(z) = z'],
    ...casesText('W', weightCases(scale, String)),
    ...casesText('T', trustCases(trust, String)),
    ...casesText('z', trustCasesOfZ(trust, String)),
    ['ψ', robustWith(robust).formula(String)],
  ]
}

/** A line each; the first has the symbol before it. */
function casesText(symbol: string, cases: readonly (readonly [string, string?])[]): [string, string][] {
  const text = ([value, where]: readonly [string, string?]) =>
    where ? `${value} where ${where}` : cases.length > 1 ? `${value} elsewhere` : value
  return cases.map((one, i) => [i === 0 ? symbol : '', text(one).replace('{', '(').replace('}', ')')])
}
