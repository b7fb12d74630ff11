/** An f of one's own: its formula as text, and a slider for each number that it names. */
import { useId, useRef } from 'preact/hooks'
import type { FormulaScale } from '../../src/updates/index.ts'
import { adjust, visit } from '../place.ts'
import { Select, Slider } from '../ui/controls.tsx'
import { formulaReader } from './function.ts'
import { moveTo, type Shown } from './shown.ts'

interface FormulaControlsProps {
  readonly shown: Shown
  readonly scale: FormulaScale
}

/** To begin with, each with what it is. */
const examples: Readonly<Record<string, FormulaScale>> = {
  'bounded price of distance': { formula: 'ρ * (Δr - k * tanh(Δo))', numbers: { k: 0.5 } },
  "PPO's clip": {
    formula: 'Δr > 0 && ρ > 1 + ε || Δr < 0 && ρ < 1 - ε ? 0 : ρ * Δr',
    numbers: { ε: 0.2 },
  },
  'fades with the distance': { formula: 'exp(-Δo^2 / (2 * s^2)) * Δr', numbers: { s: 0.3 } },
  'bounded evidence': { formula: 'ρ * tanh(Δr)', numbers: {} },
}
const NONE = '–'

/** What a number is that has just been named. */
const NEW_NUMBER = 1
const MAX_LENGTH = 400

export function FormulaControls({ shown, scale }: FormulaControlsProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const typing = useRef(false)
  const id = useId()
  const to = (next: FormulaScale) => moveTo(shown, { ...shown.point, scale: next })
  const type = (formula: string) => {
    const write = typing.current ? adjust : visit
    typing.current = true
    write(to({ formula, numbers: numbersOf(formula, scale.numbers) }))
  }
  const insert = (text: string) => {
    const { current } = field
    if (!current) return
    current.setRangeText(text, current.selectionStart, current.selectionEnd, 'end')
    current.focus()
    type(current.value)
  }
  const example = Object.keys(examples).find((name) => examples[name].formula === scale.formula)
  return (
    <>
      <Select
        name="Start from an example"
        value={example ?? NONE}
        options={[...(example ? [] : [NONE]), ...Object.keys(examples)]}
        onChange={(name) => name !== NONE && visit(to(examples[name]))}
      />
      <div class="field">
        <label for={id}>f(Δo, Δr) =</label>
        <textarea
          id={id}
          ref={field}
          rows={3}
          maxLength={MAX_LENGTH}
          spellcheck={false}
          autocomplete="off"
          aria-invalid={shown.problem !== undefined}
          aria-describedby={`${id}-problem`}
          value={scale.formula}
          onInput={(event) => type(event.currentTarget.value)}
          onChange={() => {
            typing.current = false
          }}
        />
      </div>
      <div class="row insert">
        {['Δo', 'Δr', 'ρ'].map((text) => (
          <button key={text} type="button" aria-label={`insert ${text}`} onClick={() => insert(text)}>
            {text}
          </button>
        ))}
        <span class="note">or deltaO, deltaR, rho</span>
      </div>
      <p class="note wrong" id={`${id}-problem`} role="alert">
        {shown.problem}
      </p>
      <p class="note">
        ρ is e^Δo, and A another name of Δr. There are + − * / ^, comparisons, && ||,{' '}
        <code>test ? yes : no</code>
        {' and '}
        {formulaReader()?.functionNames.join(', ')}. Any other name is a number of yours.
      </p>
      {Object.keys(scale.numbers).length > 0 && (
        <fieldset>
          <legend>Numbers of the formula</legend>
          {Object.entries(scale.numbers).map(([name, value]) => (
            <Slider
              key={name}
              label={<span class="math">{name}</span>}
              name={name}
              value={value}
              min={Math.min(-2, value)}
              max={Math.max(2, value)}
              step={0.05}
              limits={[-1e6, 1e6]}
              toQuery={(next) => to({ ...scale, numbers: { ...scale.numbers, [name]: next } })}
            />
          ))}
        </fieldset>
      )}
    </>
  )
}

/** The numbers that the formula names, those known with their values; as they were while it can't be read. */
function numbersOf(formula: string, before: FormulaScale['numbers']): FormulaScale['numbers'] {
  try {
    const names = formulaReader()?.numbersIn(formula) ?? Object.keys(before)
    return Object.fromEntries(names.map((name) => [name, before[name] ?? NEW_NUMBER]))
  } catch {
    return before
  }
}
