/** What a run is called and drawn in, and whether it is: for whoever tells several apart. */
import { useId } from 'preact/hooks'
import { colourOf, SERIES } from '../../src/studies/report/theme.ts'
import { Field } from './field.tsx'

export interface Look {
  /** '' for the name that it has by itself. */
  readonly name: string
  /** A series of the palette. */
  readonly colour: number
  readonly hidden: boolean
}

interface LookFormProps {
  readonly look: Look
  /** The name that it has by itself. */
  readonly named: string
  onChange(change: Partial<Look>): void
}

export function LookForm({ look, named, onChange }: LookFormProps) {
  const group = useId()
  return (
    <div class="look">
      <Field name="Name">
        {(id) => (
          <input
            id={id}
            type="text"
            maxlength={60}
            autocomplete="off"
            placeholder={named}
            value={look.name}
            onChange={({ currentTarget: { value } }) => onChange({ name: value.trim() })}
          />
        )}
      </Field>
      <div class="colours" role="radiogroup" aria-label="colour">
        {Array.from({ length: SERIES }, (_, series) => (
          <label key={series} class="dot-choice" style={{ '--swatch': colourOf(series) }}>
            <input
              type="radio"
              name={group}
              aria-label={`colour ${series + 1}`}
              checked={series === look.colour}
              onChange={() => onChange({ colour: series })}
            />
            <span class="swatch" />
          </label>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={look.hidden}
          onChange={({ currentTarget: { checked } }) => onChange({ hidden: checked })}
        />
        hide its curves
      </label>
    </div>
  )
}
