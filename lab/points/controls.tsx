/** The sliders: every coordinate of a point. */
import {
  catalogue,
  type Form,
  formOf,
  forms,
  policyShare,
  type Robust,
  type ScaleParams,
  type Trust,
  type UpdateSpec,
} from '../../src/updates/index.ts'
import { linkTo, visit } from '../place.ts'
import { Choice, Select, Slider } from '../ui/controls.tsx'
import { baseOf, memberNames } from './address.ts'
import { jsonOf } from './json.ts'
import { moveTo, type Shown } from './shown.ts'

interface ControlsProps {
  readonly shown: Shown
}

export function Controls({ shown }: ControlsProps) {
  const { point, address, side } = shown
  const base = baseOf(address)
  const move = (changed: Partial<UpdateSpec>) => visit(moveTo(shown, { ...point, ...changed }))
  return (
    <div class="controls">
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

      <fieldset>
        <legend>Evidence and distance</legend>
        <Part
          shown={shown}
          part="alphaR"
          label={<Greek letter="α" sub="r" />}
          name="alpha r"
          min={-2}
          max={2}
          step={0.05}
          limits={[-100, 100]}
        />
        <Part
          shown={shown}
          part="alphaO"
          label={<Greek letter="α" sub="o" />}
          name="alpha o"
          min={-2}
          max={2}
          step={0.05}
          limits={[-100, 100]}
        />
        <Part
          shown={shown}
          part="beta"
          label={<Greek letter="β" />}
          name="beta"
          min={0}
          max={2}
          step={0.05}
          limits={[0, 1e6]}
        />
      </fieldset>

      <fieldset>
        <legend>Importance weight</legend>
        <Part
          shown={shown}
          part="omega"
          label={<Greek letter="ω" />}
          name="omega"
          min={0}
          max={1}
          step={0.05}
          limits={[0, 1]}
        />
        <Cap shown={shown} />
      </fieldset>

      <TrustControls shown={shown} />
      <RobustControls shown={shown} />

      <fieldset>
        <legend>Form and reading</legend>
        <div class="row">
          <Choice
            name="form"
            value={String(point.form)}
            options={plain(forms)}
            onChange={(form) => move({ form: form as Form })}
          />
          <Choice
            name="reference"
            value={point.reference}
            options={plain(['logprob', 'output'])}
            onChange={(reference) => move({ reference, baseline: 'none' })}
          />
        </div>
        <div class="row">
          <Choice
            name="baseline"
            value={point.baseline}
            options={plain(point.reference === 'output' ? ['none', 'partition'] : ['none', 'normaliser'])}
            onChange={(baseline) => move({ baseline })}
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
          toQuery={(kappa) => moveTo(shown, { ...point, form: formOf(kappa) })}
        />
        <Slider
          label={<Greek letter="τ" />}
          name="temperature"
          value={point.temperature}
          min={0.05}
          max={4}
          step={0.05}
          limits={[1e-6, 1e6]}
          toQuery={(temperature) => moveTo(shown, { ...point, temperature })}
        />
      </fieldset>
      <Save shown={shown} />
    </div>
  )
}

/** The point taken along: to the page that trains with it, or as a file for the command line. */
function Save({ shown: { point, title, address } }: ControlsProps) {
  const name = title.replace('*', '-of-mine')
  const about = title.endsWith('*') ? '' : point.about
  const text = JSON.stringify(jsonOf({ ...point, name, about }), null, 2)
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

const Greek = ({ letter, sub }: { readonly letter: string; readonly sub?: string }) => (
  <span class="math">
    {letter}
    {sub && <sub>{sub}</sub>}
  </span>
)

const withScale = ({ point }: Shown, change: Partial<ScaleParams>): UpdateSpec => ({
  ...point,
  scale: { ...point.scale, ...change },
})

interface PartProps extends ControlsProps {
  readonly part: 'alphaR' | 'alphaO' | 'beta' | 'omega'
  readonly label: preact.ComponentChildren
  readonly name: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly limits: readonly [number, number]
}

const Part = ({ shown, part, ...slider }: PartProps) => (
  <Slider
    {...slider}
    value={shown.point.scale[part]}
    toQuery={(value) => moveTo(shown, withScale(shown, { [part]: value }))}
  />
)

/** Where the choice is first made, what it starts with. */
const CAP = 1.2

function Cap({ shown }: ControlsProps) {
  const { cap } = shown.point.scale
  const capped = Number.isFinite(cap)
  return (
    <div class="optional">
      <label>
        <input
          type="checkbox"
          checked={capped}
          onChange={() =>
            visit(moveTo(shown, withScale(shown, { cap: capped ? Number.POSITIVE_INFINITY : CAP })))
          }
        />
        <span class="hidden">with a cap</span>
      </label>
      <Slider
        label="cap"
        name="cap"
        value={capped ? cap : 5}
        shown={capped ? undefined : 'none'}
        min={1}
        max={5}
        step={0.05}
        limits={[1, 1e9]}
        disabled={!capped}
        toQuery={(value) => moveTo(shown, withScale(shown, { cap: value }))}
      />
    </div>
  )
}

const trusts: Readonly<Record<string, Trust>> = {
  none: { kind: 'none' },
  clip: { kind: 'clip', low: 0.2, high: 0.2 },
  dual: { kind: 'clip', low: 0.2, high: 0.2, dual: 3 },
  linear: { kind: 'linear', epsilon: 0.2 },
}

function TrustControls({ shown }: ControlsProps) {
  const { trust } = shown.point.scale
  const kind = trust.kind === 'clip' && trust.dual !== undefined ? 'dual' : trust.kind
  const to = (next: Trust) => moveTo(shown, withScale(shown, { trust: next }))
  return (
    <fieldset class="trust">
      <legend>Trust region</legend>
      <Choice
        name="trust region"
        value={kind}
        options={[
          { value: 'none', text: 'none' },
          { value: 'clip', text: 'clip' },
          { value: 'dual', text: 'dual clip' },
          { value: 'linear', text: 'linear' },
        ]}
        onChange={(next) => visit(to(trusts[next]))}
      />
      {trust.kind === 'clip' && (
        <>
          <Slider
            label="low"
            name="clip, low"
            value={trust.low}
            min={0}
            max={1}
            step={0.01}
            limits={[0, 1]}
            toQuery={(low) => to({ ...trust, low })}
          />
          <Slider
            label="high"
            name="clip, high"
            value={trust.high}
            min={0}
            max={1}
            step={0.01}
            limits={[0, 1e6]}
            toQuery={(high) => to({ ...trust, high })}
          />
        </>
      )}
      {trust.kind === 'clip' && trust.dual !== undefined && (
        <Slider
          label="dual"
          name="clip, dual"
          value={trust.dual}
          min={1}
          max={10}
          step={0.1}
          limits={[1, 1e6]}
          toQuery={(dual) => to({ ...trust, dual })}
        />
      )}
      {trust.kind === 'linear' && (
        <Slider
          label={<Greek letter="ε" />}
          name="epsilon"
          value={trust.epsilon}
          min={0.02}
          max={2}
          step={0.02}
          limits={[1e-6, 1e6]}
          toQuery={(epsilon) => to({ ...trust, epsilon })}
        />
      )}
    </fieldset>
  )
}

function RobustControls({ shown }: ControlsProps) {
  const { robust } = shown.point.scale
  const kappa = robust.kind === 'none' ? 1 : robust.kappa
  const to = (next: Robust) => moveTo(shown, withScale(shown, { robust: next }))
  return (
    <fieldset>
      <legend>Robust transform</legend>
      <Choice
        name="robust transform"
        value={robust.kind}
        options={plain(['none', 'huber', 'tanh', 'log'])}
        onChange={(kind) => visit(to(kind === 'none' ? { kind } : { kind, kappa }))}
      />
      <Slider
        label={<Greek letter="κ" />}
        name="kappa"
        value={kappa}
        shown={robust.kind === 'none' ? 'none' : undefined}
        min={0.1}
        max={5}
        step={0.1}
        limits={[1e-6, 1e6]}
        disabled={robust.kind === 'none'}
        toQuery={(value) => to({ ...robust, kappa: value } as Robust)}
      />
    </fieldset>
  )
}
