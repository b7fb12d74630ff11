/** Labelled controls. A gesture reports `begin` once and then changes, so that it makes one entry of the history. */
import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { adjust, visit } from '../place.ts'

type Changes = Readonly<Record<string, string | undefined>>

interface SliderProps {
  readonly label: ComponentChildren
  /** The label in words, for those who hear the page. */
  readonly name: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  readonly disabled?: boolean
  /** What the address is to say for a value. */
  toQuery(value: number): Changes
}

/** A range and a number field for the same value; the number may go beyond the range's ends. */
export function Slider({ label, name, value, min, max, step, disabled = false, toQuery }: SliderProps) {
  const id = useId()
  const dragging = useRef(false)
  const change = (next: number) => {
    if (!Number.isFinite(next)) return
    const write = dragging.current ? adjust : visit
    dragging.current = true
    write(toQuery(next))
  }
  const end = () => {
    dragging.current = false
  }
  const filled = Math.max(0, Math.min(1, (value - min) / (max - min)))
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        aria-label={name}
        {...{ min, max, step, value, disabled }}
        style={{ '--filled': `${100 * filled}%` }}
        onInput={(event) => change(event.currentTarget.valueAsNumber)}
        onChange={end}
      />
      <input
        type="number"
        aria-label={`${name}, exact`}
        step="any"
        value={Number(value.toPrecision(6))}
        disabled={disabled}
        onInput={(event) => change(event.currentTarget.valueAsNumber)}
        onChange={end}
      />
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly name: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly text: ComponentChildren }[]
  onChange(value: T): void
}

/** A few alternatives side by side. */
export function Choice<T extends string>({ name, value, options, onChange }: ChoiceProps<T>) {
  const group = useId()
  return (
    <div class="choice" role="radiogroup" aria-label={name}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.text}
        </label>
      ))}
    </div>
  )
}

interface SelectProps<T extends string> {
  readonly name: string
  readonly value: T
  readonly options: readonly T[]
  /** Shown above the control, too. */
  readonly visible?: boolean
  onChange(value: T): void
}

export function Select<T extends string>({ name, value, options, visible = true, onChange }: SelectProps<T>) {
  const control = (
    <select
      aria-label={visible ? undefined : name}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  )
  if (!visible) return control
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the select
    <label class="field">
      {name}
      {control}
    </label>
  )
}
