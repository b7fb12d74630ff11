import {
  catalogue,
  type Form,
  properties,
  type Robust,
  type ScaleParams,
  type Trust,
  type UpdateSpec,
} from '../../updates/index.ts'
import { type TextColumn, textList, textTable } from '../table.ts'
import { readUpdate } from '../update-source.ts'

export function updatesAction(name: string | undefined, { json }: { json?: true }): void {
  const found = name === undefined ? Object.values(catalogue) : readUpdate(name)
  if (json) console.log(JSON.stringify(found, null, 2))
  else if (Array.isArray(found)) console.log(`${textTable(columns, found)}\n\n${LEGEND}`)
  else console.log(detailsOf(found as UpdateSpec))
}

const LEGEND = `f(Δo, Δr) = W · T · ψ(u),  u = E_αr(Δr) − E_αo(β·Δo),  W = min(e^(ω·Δo), cap),  T: trust,  ψ: robust
formscale updates NAME shows one of them`

const columns: readonly TextColumn<UpdateSpec>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'form', cell: ({ form }) => String(form) },
  { title: 'reference', cell: ({ reference }) => reference },
  { title: 'baseline', cell: ({ baseline }) => (baseline === 'none' ? '–' : baseline) },
  { title: 'αr', align: 'right', cell: ({ scale }) => String(scale.alphaR) },
  { title: 'αo', align: 'right', cell: ({ scale }) => String(scale.alphaO) },
  { title: 'β', align: 'right', cell: ({ scale }) => String(scale.beta) },
  { title: 'ω', align: 'right', cell: ({ scale }) => String(scale.omega) },
  { title: 'cap', align: 'right', cell: ({ scale }) => capText(scale) },
  { title: 'trust', cell: ({ scale }) => trustText(scale.trust) },
  { title: 'robust', cell: ({ scale }) => robustText(scale.robust) },
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
  const coordinates: [string, string][] = [
    ['alphaR', `${scale.alphaR}  utility of the evidence: > 0 favours large surprises, < 0 saturates them`],
    ['alphaO', `${scale.alphaO}  how distance is charged: 0 linear, 1 exponential`],
    ['beta', `${scale.beta}  price of distance: 0 a direction only, > 0 a target`],
    ['omega', `${scale.omega}  importance weight: 0 none, 1 full`],
    ['cap', `${capText(scale)}  upper bound of the importance weight`],
    ['trust', trustText(scale.trust)],
    ['robust', robustText(scale.robust)],
  ]
  const holds = properties.map((property): [string, string] => [
    `${property.applies(scale) ? '✓' : '–'} ${property.name}`,
    property.applies(scale) ? property.statement : `not claimed here (${property.statement})`,
  ])
  return `${name}\n  ${about}\n\n${textList(spec)}\n\nscale\n${textList(coordinates)}\n\nproperties\n${textList(holds)}`
}

function formText(form: Form): string {
  if (form === 'value') return 'e_a, the output is pushed up or down'
  if (form === 'policy') return 'e_a − π, mass moves to or from the action'
  return `e_a − ${form}·π, between value and policy`
}

const capText = ({ cap }: ScaleParams) => (Number.isFinite(cap) ? String(cap) : '–')

function trustText(trust: Trust): string {
  if (trust.kind === 'none') return '–'
  if (trust.kind === 'linear') return `linear ${trust.epsilon}`
  return `clip ${trust.low}/${trust.high}${trust.dual === undefined ? '' : ` dual ${trust.dual}`}`
}

const robustText = (robust: Robust) => (robust.kind === 'none' ? '–' : `${robust.kind} ${robust.kappa}`)
