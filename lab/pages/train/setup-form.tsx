/** What to train: environment, update or two of them, settings. */
import type { ComponentChildren } from 'preact'
import { about } from '../../../src/envs/registry.ts'
import type { Setting } from '../../../src/settings/list.ts'
import { catalogue } from '../../../src/updates/index.ts'
import { linkTo, visit } from '../../place.ts'
import { baseOf, isMember, memberNames } from '../../points/address.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Field as Labelled } from '../../ui/field.tsx'
import { Path } from '../../ui/path.tsx'
import { fields } from './fields.ts'
import { groupOf, groups } from './groups.ts'
import { MAX_RUNS, runs, start } from './runs.ts'
import {
  commandFor,
  environments,
  namedPoint,
  type Preset,
  presetsOf,
  type Setup as SetupState,
  setup,
  startingText,
} from './setup.ts'
import { Share } from './share.tsx'
import { comparing } from './sweep/plan.ts'

/** Shown at once; the others below. */
const FIRST = [
  'totalSteps',
  'seed',
  'optimiser.learningRate',
  'numEnvs',
  'rolloutSteps',
  'epochs',
  'minibatches',
  'entropyCoefficient',
]
const NAMES: Readonly<Record<string, string>> = {
  totalSteps: 'Steps',
  seed: 'Seed',
  'optimiser.learningRate': 'Learning rate',
  numEnvs: 'Environments',
  rolloutSteps: 'Steps a rollout',
  epochs: 'Epochs',
  minibatches: 'Minibatches',
  entropyCoefficient: 'Entropy bonus',
}

const PRESETS: Readonly<Record<Preset, string>> = {
  lab: 'quick in a page',
  tuned: 'tuned, full length',
  plain: "the library's defaults",
}

export function Setup() {
  const now = setup()
  const { env, preset, a, b, changed, configs, problem } = now
  const [first, rest] = [fields.filter(isFirst), fields.filter((field) => !isFirst(field))]
  const full = runs.value.length + configs.length > MAX_RUNS
  return (
    <form class="setup" onSubmit={(event) => event.preventDefault()}>
      <div class="row go">
        {/* Submits nothing, so that Enter in a field takes its value and starts no run. */}
        <button
          type="button"
          class="primary"
          disabled={configs.length === 0 || full}
          onClick={() => {
            start(configs)
            // Where the form fills the screen, what it began is below it.
            if (innerWidth < 980) document.querySelector('.runs')?.scrollIntoView({ behavior: 'smooth' })
          }}
        >
          <span aria-hidden="true">▶</span> {b === undefined ? 'Train' : 'Race'}
        </button>
        <Share />
      </div>
      {full && <p class="note">At most {MAX_RUNS} runs at a time: close one.</p>}
      <p class="note wrong" role="alert">
        {problem && byLabel(problem)}
      </p>
      <Labelled name="Environment">
        {(id) => (
          <select
            id={id}
            value={env}
            onChange={(event) => visit(forEnvironment(now, event.currentTarget.value))}
          >
            {groups.map((group) => (
              <optgroup key={group} label={group}>
                {environments
                  .filter((id) => groupOf(id) === group)
                  .map((id) => (
                    <option key={id}>{id}</option>
                  ))}
              </optgroup>
            ))}
          </select>
        )}
      </Labelled>
      <p class="note">{about(env)}</p>
      <UpdateChoice name="Update" address={a} onChange={(address) => visit({ a: address })} />
      <UpdateChoice
        name="Race against"
        address={b}
        optional
        onChange={(address) => visit({ b: address || undefined })}
      />
      <p class="note">
        {b === undefined
          ? catalogue[baseOf(a)].about
          : 'Both start from the same seed, each in a thread of its own.'}{' '}
        <a href={linkTo('explore', { a, ...(b !== undefined && { b }) })}>See and change it in Explore</a>, or{' '}
        <button type="button" class="link" onClick={() => compareUpdates(a)}>
          compare updates over seeds
        </button>
      </p>
      <Labelled name="Settings">
        {(id) => (
          <select
            id={id}
            value={preset}
            onChange={(event) => visit({ ...withoutSettings(now), preset: event.currentTarget.value })}
          >
            {presetsOf(env).map((one) => (
              <option key={one} value={one}>
                {PRESETS[one]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <div class="settings">
        {first
          .sort((one, other) => FIRST.indexOf(one.path) - FIRST.indexOf(other.path))
          .map((field) => (
            <SettingField key={field.path} now={now} field={field} name={NAMES[field.path]} />
          ))}
      </div>
      <details class="more" open={rest.some(({ path }) => changed[path] !== undefined)}>
        <summary>All settings</summary>
        <div class="settings wide">
          {rest.map((field) => (
            <SettingField key={field.path} now={now} field={field} name={<Path path={field.path} />} />
          ))}
        </div>
      </details>
      {Object.keys(changed).length > 0 && (
        <button type="button" class="plain reset" onClick={() => visit(withoutSettings(now))}>
          Reset settings
        </button>
      )}
      {configs[0] && <CopyText label="In a terminal" text={commandFor(configs[0])} />}
    </form>
  )
}

function compareUpdates(address: string): void {
  visit(comparing(address))
  document.querySelector('.sweep')?.scrollIntoView({ behavior: 'smooth' })
}

const isFirst = ({ path }: Setting) => FIRST.includes(path)

const withoutSettings = ({ changed }: SetupState) =>
  Object.fromEntries(Object.keys(changed).map((path) => [path, undefined]))

/** Another environment starts with settings of its own; the seed stays. */
const forEnvironment = (now: SetupState, env: string) => ({
  ...withoutSettings(now),
  ...(now.changed['seed'] !== undefined && { seed: now.changed['seed'] }),
  ...(!presetsOf(env).includes(now.preset) && { preset: undefined }),
  env,
})

/** A problem, with the label of its field in place of the path. */
const byLabel = (problem: string) =>
  Object.entries(NAMES).reduce(
    (text, [path, name]) => (text.startsWith(`${path} is`) ? text.replace(path, name) : text),
    problem,
  )

interface SettingProps {
  readonly now: SetupState
  readonly field: Setting
  readonly name: ComponentChildren
}

function SettingField({ now, field: { path, about, options }, name }: SettingProps) {
  const usual = startingText(now.env, path, now.preset)
  const text = now.changed[path] ?? usual
  const change = (next: string) => visit({ [path]: next.trim() === usual ? undefined : next.trim() })
  const wrong = now.problem?.startsWith(`${path} is`) ?? false
  return (
    <Labelled name={name} title={about} class={text === usual ? '' : 'changed'}>
      {(id) =>
        options ? (
          <select id={id} value={text} onChange={(event) => change(event.currentTarget.value)}>
            {options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </select>
        ) : (
          <input
            id={id}
            type="text"
            spellcheck={false}
            autocomplete="off"
            value={text}
            aria-invalid={wrong}
            onChange={(event) => change(event.currentTarget.value)}
          />
        )
      }
    </Labelled>
  )
}

interface UpdateChoiceProps {
  readonly name: string
  /** '' or undefined: none. */
  readonly address: string | undefined
  readonly optional?: boolean
  onChange(address: string): void
}

/** A member of the catalogue, or the point that the address brought along. */
function UpdateChoice({ name, address, optional = false, onChange }: UpdateChoiceProps) {
  return (
    <Labelled name={name}>
      {(id) => (
        <select id={id} value={address ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
          {optional && <option value="">–</option>}
          {address && !isMember(address) && <option value={address}>{namedPoint(address).name}</option>}
          {memberNames.map((member) => (
            <option key={member}>{member}</option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
