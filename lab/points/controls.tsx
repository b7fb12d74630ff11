/** The sliders: every coordinate of a point. */
import {
  catalogue,
  type Form,
  formOf,
  forms,
  isFormula,
  type Parameters,
  type PerSign,
  parameters,
  pointOf,
  policyShare,
  robusts,
  temperature,
  trusts,
  type Update,
  type UpdateSpec,
} from '../../src/updates/index.ts'
import { linkTo, visit } from '../place.ts'
import { Choice, Select, Slider } from '../ui/controls.tsx'
import { baseOf, memberNames } from './address.ts'
import { FormulaControls } from './formula-controls.tsx'
import { NumberControl } from './number-control.tsx'
import { moveTo, type Shown } from './shown.ts'

export interface ControlsProps {
  readonly shown: Shown
}

export function Controls({ shown }: ControlsProps) {
  const { point, address, side } = shown
  return (
    <div class="controls">
      <Choice
        name="what f is"
        value={isFormula(point) ? 'own' : 'point'}
        options={[
          { value: 'point', text: 'a point' },
          { value: 'own', text: 'own formula' },
        ]}
        onChange={(kind) => visit({ [side]: baseOf(address) + (kind === 'own' ? FIRST_FORMULA : '') })}
      />
      {isFormula(point) ? (
        <FormulaControls shown={shown} scale={point.scale} />
      ) : (
        <PointControls shown={shown} />
      )}
      <Reading shown={shown} />
      <Save shown={shown} />
    </div>
  )
}

/** What a formula begins with: the importance weight, and a price of distance that stays bounded. */
const FIRST_FORMULA = ',.k:0.5,f:ρ * (Δr - k * tanh(Δo))'

function PointControls({ shown }: ControlsProps) {
  const { address, side } = shown
  const base = baseOf(address)
  return (
    <>
      <div class="row">
        <Select
          name="Start from a member"
          value={base}
          options={memberNames}
          onChange={(name) => visit({ [side]: name })}
        />
        <button type="button" disabled={address === base} onClick={() => visit({ [side]: base })}>
          Reset
        </button>
      </div>
      <p class="note about">{catalogue[base].about}</p>

      <Numbers shown={shown} title="Evidence and distance" keys={['alphaR', 'alphaO', 'beta']} />
      <Numbers shown={shown} title="Importance weight" keys={['omega', 'floor', 'cap']} />
      <Part shown={shown} part="trust" title="Trust region" parts={trusts} />
      <Part shown={shown} part="robust" title="Robust transform" parts={robusts} />
    </>
  )
}

/** What points and formulas have alike. */
function Reading({ shown }: ControlsProps) {
  const { point } = shown
  const changed = (change: Partial<Omit<Update, 'scale'>>) => moveTo(shown, { ...point, ...change } as Update)
  return (
    <fieldset>
      <legend>Form and reading</legend>
      <div class="row">
        <Choice
          name="form"
          value={String(point.form)}
          options={plain(forms)}
          onChange={(form) => visit(changed({ form: form as Form }))}
        />
        <Choice
          name="reference"
          value={point.reference}
          options={plain(['logprob', 'output'])}
          onChange={(reference) => visit(changed({ reference, baseline: 'none' }))}
        />
      </div>
      <div class="row">
        <Choice
          name="baseline"
          value={point.baseline}
          options={plain(point.reference === 'output' ? ['none', 'logsumexp'] : ['none', 'log-mean-exp'])}
          onChange={(baseline) => visit(changed({ baseline }))}
        />
        <span class="note">baseline</span>
      </div>
      <Slider
        label="form"
        name="form, from value to policy"
        value={policyShare(point.form)}
        min={0}
        max={1}
        step={0.05}
        limits={[0, 1]}
        toQuery={(kappa) => changed({ form: formOf(kappa) })}
      />
      <NumberControl
        parameter={temperature}
        name="temperature"
        value={point.temperature}
        toQuery={(value) => changed({ temperature: value as number })}
      />
    </fieldset>
  )
}

/** The point taken along: to the page that trains with it, or as a file for the command line. */
function Save({ shown: { point, title, address } }: ControlsProps) {
  const name = isFormula(point) ? 'own-f' : title.replace('*', '-of-mine')
  const about = title.endsWith('*') ? '' : point.about
  const text = JSON.stringify({ ...point, name, about }, null, 2)
  return (
    <p class="note">
      <a href={linkTo('train', { a: address })}>Train with it</a>, or{' '}
      <a download={`${name}.json`} href={`data:application/json,${encodeURIComponent(text)}`}>
        save as JSON
      </a>{' '}
      for <code>train --update</code>
    </p>
  )
}

const plain = <const T extends string>(values: readonly T[]) =>
  values.map((value) => ({ value, text: value }))

const withScale = ({ point }: Shown, change: object): UpdateSpec => ({
  ...pointOf(point),
  scale: { ...pointOf(point).scale, ...change },
})

/** `alphaR` as `alpha r`. */
const words = (key: string) => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

interface NumbersProps extends ControlsProps {
  readonly title: string
  readonly keys: readonly (keyof typeof parameters)[]
}

const Numbers = ({ shown, title, keys }: NumbersProps) => (
  <fieldset>
    <legend>{title}</legend>
    {keys.map((key) => (
      <NumberControl
        key={key}
        parameter={parameters[key]}
        name={words(key)}
        value={pointOf(shown.point).scale[key]}
        toQuery={(value) => moveTo(shown, withScale(shown, { [key]: value }))}
      />
    ))}
  </fieldset>
)

interface PartProps extends ControlsProps {
  readonly title: string
  readonly part: 'trust' | 'robust'
  readonly parts: Readonly<Record<string, { readonly about: string; readonly parameters: Parameters }>>
}

/** A part of some kind, and the numbers of that kind. */
function Part({ shown, title, part, parts }: PartProps) {
  const now = pointOf(shown.point).scale[part]
  const values = now as unknown as Readonly<Record<string, PerSign | undefined>>
  const { about, parameters } = parts[now.kind]
  const to = (next: object) => moveTo(shown, withScale(shown, { [part]: next }))
  /** Of another kind: what it has in common, and what it needs. */
  const begun = (kind: string) => {
    const needed = Object.entries(parts[kind].parameters).filter(([, { absent }]) => absent === undefined)
    return { kind, ...Object.fromEntries(needed.map(([key, { usual }]) => [key, values[key] ?? usual])) }
  }
  return (
    <fieldset class={part}>
      <legend>{title}</legend>
      <Choice
        name={title.toLowerCase()}
        value={now.kind as string}
        options={plain(Object.keys(parts))}
        onChange={(kind) => visit(to(begun(kind)))}
      />
      <p class="note">{about}</p>
      {Object.entries(parameters).map(([key, parameter]) => (
        <NumberControl
          key={`${now.kind} ${key}`}
          parameter={parameter}
          name={`${now.kind}, ${words(key)}`}
          value={values[key] ?? (parameter.absent as number)}
          toQuery={(value) => to({ ...now, [key]: value })}
        />
      ))}
    </fieldset>
  )
}
