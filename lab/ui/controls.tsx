/** Labelled controls. A gesture makes one entry of the history, however many values it passes through. */
import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { write } from '../place.ts'

type Changes = Readonly<Record<string, string | undefined>>

interface RangeProps {
  readonly label: ComponentChildren
  /** The label in words, for those who hear the page. */
  readonly name: string
  /** What it does, for whoever rests on it. */
  readonly title?: string
  readonly value: number
  /** Ends of the range that is dragged. */
  readonly min: number
  readonly max: number
  readonly step: number
  /** What a typed number may be, beyond the range's ends. */
  readonly limits: readonly [number, number]
  readonly disabled?: boolean
  /** Stands in place of the number. */
  readonly shown?: string | undefined
  /** @param again whether this goes on with a gesture that has begun. */
  onMove(value: number, again: boolean): void
}

interface SliderProps extends Omit<RangeProps, 'onMove'> {
  /** What the address is to say for a value. */
  toQuery(value: number): Changes
}

/** A range whose value stands in the address. */
export const Slider = ({ toQuery, ...props }: SliderProps) => (
  <Range {...props} onMove={(value, again) => write(toQuery(value), again)} />
)

/** A range, and beside it a field for the exact number. */
export function Range(props: RangeProps) {
  const { label, name, title, value, min, max, step, limits, disabled = false, shown, onMove } = props
  const id = useId()
  const dragging = useRef(false)
  const drag = (next: number) => {
    onMove(next, dragging.current)
    dragging.current = true
  }
  const type = (field: HTMLInputElement) => {
    const typed = field.valueAsNumber
    if (Number.isNaN(typed)) field.value = String(short(value))
    else onMove(Math.max(limits[0], Math.min(limits[1], typed)), false)
  }
  const filled = Math.max(0, Math.min(1, (value - min) / (max - min)))
  return (
    <div class="slider" title={title}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        aria-label={name}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        style={{ '--filled': `${100 * filled}%` }}
        onInput={(event) => drag(event.currentTarget.valueAsNumber)}
        onChange={() => {
          dragging.current = false
        }}
      />
      {shown === undefined ? (
        <input
          type="number"
          aria-label={`${name}, exact`}
          step="any"
          value={short(value)}
          disabled={disabled}
          onChange={(event) => type(event.currentTarget)}
        />
      ) : (
        <span class="instead">{shown}</span>
      )}
    </div>
  )
}

/** Without the noise of binary fractions. */
const short = (value: number) => Number(value.toPrecision(6))

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
  onChange(value: T): void
}

/** One of many, with its name above it. */
export const Select = <T extends string>({ name, value, options, onChange }: SelectProps<T>) => (
  <label class="field">
    {name}
    <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  </label>
)
