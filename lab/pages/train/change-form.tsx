/** Another update or budget for a run: from now on in the run itself, or from one of its checkpoints in a branch. */
import { useState } from 'preact/hooks'
import { settingsOf } from '../../../src/settings/list.ts'
import { flatten, textAt } from '../../../src/settings/paths.ts'
import { whole } from '../../../src/studies/format.ts'
import type { Config } from '../../../src/training/index.ts'
import { configSchema } from '../../../src/training/schema.ts'
import { isOwn } from '../../../src/updates/index.ts'
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
  const [path, setPath] = useState(SAME)
  const [value, setValue] = useState('')
  const [steps, setSteps] = useState(String(config?.totalSteps ?? ''))
  const failed = run.state.value === 'failed'
  const [picked, setFrom] = useState<string | undefined>()
  const chosen = picked ?? run.scrubbed.value?.step.toString() ?? 'now'
  if (!config) return null
  const from = failed && chosen === 'now' ? String(run.kept.value.at(-1)) : chosen
  const totalSteps = Number(steps)
  const changes: Changes = {
    ...(path !== SAME && value.trim() !== textAt(config, path) && { settings: { [path]: value.trim() } }),
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
      <Field name="Number">
        {(id) => (
          <select
            id={id}
            value={path}
            onChange={({ currentTarget }) => {
              setPath(currentTarget.value)
              setValue(currentTarget.value === SAME ? '' : textAt(config, currentTarget.value))
            }}
          >
            <option value={SAME}>as they are</option>
            {changeable(config).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
      <Field name="becomes" title="A number, or a schedule such as 0.001..0">
        {(id) => (
          <input
            id={id}
            type="text"
            autocomplete="off"
            disabled={path === SAME}
            placeholder="0.01, or 0.01..0"
            value={value}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
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

/** Numbers that may be others on the way: those of the settings that may follow schedules, and those of f. */
function changeable({ update }: Config): string[] {
  const ofUpdate = isOwn(update) ? [] : [...flatten({ update: { scale: update.scale } })]
  return [
    ...settingsOf(configSchema).flatMap(({ path, scheduled }) => (scheduled ? [path] : [])),
    ...ofUpdate.flatMap(([path, text]) => (Number.isNaN(Number.parseFloat(text)) ? [] : [path])),
  ]
}
