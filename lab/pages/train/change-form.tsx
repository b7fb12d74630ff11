/** Another update or budget for a run: from now on in the run itself, or from one of its checkpoints in a branch. */
import { useState } from 'preact/hooks'
import { whole } from '../../../src/studies/format.ts'
import { memberNames } from '../../points/address.ts'
import { Field } from '../../ui/field.tsx'
import type { Changes } from './messages.ts'
import { branch, MAX_RUNS, type PageRun, runs } from './runs.ts'
import { namedPoint, setup } from './setup.ts'

interface ChangeFormProps {
  readonly run: PageRun
  onDone(): void
}

const SAME = ''

export function ChangeForm({ run, onDone }: ChangeFormProps) {
  const config = run.facts.value?.config
  const [address, setAddress] = useState(SAME)
  const [steps, setSteps] = useState(String(config?.totalSteps ?? ''))
  const failed = run.state.value === 'failed'
  const [chosen, setFrom] = useState('now')
  if (!config) return null
  const from = failed && chosen === 'now' ? String(run.kept.value.at(-1)) : chosen
  const totalSteps = Number(steps)
  const changes: Changes = {
    ...(address !== SAME && { update: namedPoint(address) }),
    ...(totalSteps !== config.totalSteps && { totalSteps }),
  }
  const nothing = Object.keys(changes).length === 0
  const { a, b } = setup()
  const points = [a, b].filter((one) => one?.includes(',')) as string[]
  return (
    <form
      class="change"
      onSubmit={(event) => {
        event.preventDefault()
        if ((event.submitter as HTMLButtonElement | null)?.value === 'branch')
          void branch(run, from === 'now' ? 'now' : Number(from), changes)
        else run.change(changes)
        onDone()
      }}
    >
      <Field name="Update">
        {(id) => (
          <select id={id} value={address} onChange={(event) => setAddress(event.currentTarget.value)}>
            <option value={SAME}>as it is</option>
            {[...points, ...memberNames].map((one) => (
              <option key={one} value={one} disabled={namedPoint(one).reference !== config.update.reference}>
                {namedPoint(one).name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field name="Steps in all">
        {(id) => (
          <input
            id={id}
            type="text"
            inputmode="numeric"
            value={steps}
            onInput={(event) => setSteps(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field name="From">
        {(id) => (
          <select id={id} value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
            {!failed && <option value="now">now</option>}
            {run.kept.value.toReversed().map((step) => (
              <option key={step} value={step}>{`step ${whole(step)}`}</option>
            ))}
          </select>
        )}
      </Field>
      <div class="row">
        <button type="submit" value="change" disabled={nothing || from !== 'now' || failed}>
          Change this run
        </button>
        <button type="submit" value="branch" disabled={nothing || runs.value.length >= MAX_RUNS}>
          Branch off
        </button>
      </div>
      <p class="note">
        Members of the other reading (
        {config.update.reference === 'logprob' ? 'action values' : 'log-probabilities'}) have another network,
        so they need a new run.
      </p>
    </form>
  )
}
