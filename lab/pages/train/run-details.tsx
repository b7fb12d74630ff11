/** All that made a run, and how it is shown. */
import { LookForm } from '../../ui/look.tsx'
import { SettingsList } from '../../ui/settings-list.tsx'
import { settingsOf, tellingPaths } from './names.ts'
import { configsBeside, type PageRun } from './runs.ts'

export function RunDetails({ run }: { readonly run: PageRun }) {
  const config = run.facts.value?.config
  if (!config) return null
  return (
    <div class="details">
      <LookForm
        look={{ name: run.title.value, colour: run.colour.value, hidden: run.hidden.value }}
        named={run.ownName}
        onChange={({ name, colour, hidden }) => {
          if (name !== undefined) run.title.value = name
          if (colour !== undefined) run.colour.value = colour
          if (hidden !== undefined) run.hidden.value = hidden
        }}
      />
      <SettingsList settings={settingsOf(config)} telling={tellingPaths(configsBeside(run))} />
    </div>
  )
}
