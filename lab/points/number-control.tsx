/** A number of a point as the record of its parameter describes it: one slider, or one for each sign of u. */
import { useState } from 'preact/hooks'
import { isPerSign, type Parameter, type PerSign, type Sign, signs } from '../../src/updates/index.ts'
import { visit } from '../place.ts'
import { Slider } from '../ui/controls.tsx'

interface NumberProps<T> {
  readonly parameter: Parameter
  /** In words, for those who hear the page. */
  readonly name: string
  readonly value: T
  /** What the address is to say for a value. */
  toQuery(value: T): Readonly<Record<string, string | undefined>>
}

const arrows: Readonly<Record<Sign, string>> = { up: '↑', down: '↓' }

export function NumberControl(props: NumberProps<PerSign>) {
  const { parameter, name, value, toQuery } = props
  // Two equal numbers are one in the address: that they stand apart is known here alone.
  const [opened, setOpened] = useState(false)
  if (!parameter.perSign) return <OneNumber {...props} value={value as number} />
  const apart = opened || isPerSign(value)
  const both = isPerSign(value) ? value : { up: value, down: value }
  const toggle = () => {
    setOpened(!apart)
    if (isPerSign(value)) visit(toQuery(value.up))
  }
  return (
    <div class={apart ? 'per-sign apart' : 'per-sign'}>
      {isPerSign(value) || apart ? (
        signs.map((sign) => (
          <OneNumber
            key={sign}
            parameter={parameter}
            mark={arrows[sign]}
            name={`${name}, ${sign}`}
            value={both[sign]}
            toQuery={(one) => toQuery({ ...both, [sign]: one })}
          />
        ))
      ) : (
        <OneNumber parameter={parameter} name={name} value={value} toQuery={toQuery} />
      )}
      <button
        type="button"
        class="split"
        aria-pressed={apart}
        aria-label={`${name}, one number for each sign of u`}
        title={apart ? 'One number for both signs of u' : 'One number where u > 0, one where u < 0'}
        onClick={toggle}
      >
        ⇅
      </button>
    </div>
  )
}

function OneNumber({
  parameter,
  mark,
  name,
  value,
  toQuery,
}: NumberProps<number> & { readonly mark?: string }) {
  const { symbol, low, high, absent, usual, slider, about } = parameter
  const unbounded = value === Number.POSITIVE_INFINITY
  const range = (
    <Slider
      label={<SymbolText text={symbol} mark={mark} />}
      name={name}
      title={about}
      value={unbounded ? slider.high : value}
      shown={unbounded ? 'none' : undefined}
      min={slider.low}
      max={slider.high}
      step={slider.step}
      limits={[low, Math.min(high, 1e9)]}
      disabled={unbounded}
      toQuery={toQuery}
    />
  )
  if (absent !== Number.POSITIVE_INFINITY) return range
  return (
    <div class="optional">
      <label>
        <input
          type="checkbox"
          checked={!unbounded}
          onChange={() => visit(toQuery(unbounded ? usual : Number.POSITIVE_INFINITY))}
        />
        <span class="hidden">with {name}</span>
      </label>
      {range}
    </div>
  )
}

/** `α_r` with its subscript; words stay upright. */
function SymbolText({ text, mark }: { readonly text: string; readonly mark: string | undefined }) {
  const [letter, sub] = text.split('_')
  return (
    <span class={letter.length === 1 ? 'math' : ''}>
      {letter}
      {sub && <sub>{sub}</sub>}
      {mark}
    </span>
  )
}
