/** The two gradient forms, and those between: what one push does to the outputs and to the policy. */
import { useState } from 'preact/hooks'
import { Range } from '../../lab/ui/controls.tsx'
import { fixed } from '../../lab/ui/numbers.ts'
import { form, formOf } from '../../src/updates/index.ts'

const OUTPUTS = [0.6, 0.1, -0.4, -0.9]
/** The action that was sampled. */
const SAMPLED = 1
const names = ['left', 'up', 'right', 'down']

export function LiveForms() {
  const [kappa, setKappa] = useState(1)
  const [push, setPush] = useState(1)
  const policy = softmaxOf(OUTPUTS)
  const direction = new Float64Array(OUTPUTS.length)
  form(formOf(kappa), SAMPLED, policy, direction)
  const after = softmaxOf(OUTPUTS.map((output, a) => output + push * direction[a]))
  return (
    <figure class="live forms">
      <div class="row controls">
        <Range
          label="form κ"
          name="form, from value 0 to policy 1"
          value={kappa}
          min={0}
          max={1}
          step={0.05}
          limits={[0, 1]}
          onMove={setKappa}
        />
        <Range
          label="push f"
          name="push f"
          value={push}
          min={-2}
          max={2}
          step={0.05}
          limits={[-2, 2]}
          onMove={setPush}
        />
      </div>
      <table>
        <thead>
          <tr>
            <th>action</th>
            <th>push on its output, f · d</th>
            <th>policy, before and after</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, a) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {a === SAMPLED && <small> sampled</small>}
              </th>
              <td>
                <Push value={push * direction[a]} />
              </td>
              <td>
                <Shares before={policy[a]} after={after[a]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

const softmaxOf = (outputs: readonly number[]) => {
  const most = Math.max(...outputs)
  const weights = outputs.map((output) => Math.exp(output - most))
  const total = weights.reduce((sum, weight) => sum + weight)
  return Float64Array.from(weights, (weight) => weight / total)
}

/** A bar from the middle, to the right where it pushes up. */
const Push = ({ value }: { readonly value: number }) => (
  <span class="bar-and-number">
    <span class="bar middle">
      <span
        class={value > 0 ? 'up' : 'down'}
        style={{ width: `${25 * Math.abs(value)}%`, [value > 0 ? 'left' : 'right']: '50%' }}
      />
    </span>
    <span class="number">{fixed(value, 2)}</span>
  </span>
)

const Shares = ({ before, after }: { readonly before: number; readonly after: number }) => (
  <span class="bar-and-number">
    <span class="bar">
      <span class="after" style={{ width: `${100 * after}%` }} />
      <span class="before" style={{ left: `${100 * before}%` }} />
    </span>
    <span class="number">{fixed(100 * after, 0)} %</span>
  </span>
)
